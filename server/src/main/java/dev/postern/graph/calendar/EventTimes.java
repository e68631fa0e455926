package dev.postern.graph.calendar;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Start and end of an event, checked together. */
record EventTimes(WrittenTime start, WrittenTime end, boolean allDay) {
    private static final int MAX_YEARS = 5;

    /** @throws dev.postern.graph.GraphFailure if the end is before the start, or an all-day event does not consist of days */
    EventTimes {
        boolean backwards =
                allDay ? end.wall().isBefore(start.wall()) : start.end(end).isBefore(start.instant());
        if (backwards) {
            throw EventFaults.property("'end' must not be before 'start'.");
        }
        if (allDay) {
            checkDays(start, end);
        }
        if (end.wall().isAfter(start.wall().plusYears(MAX_YEARS))) {
            throw new dev.postern.graph.GraphFailure(
                    400,
                    "ErrorCalendarDurationIsTooLong",
                    "The duration of an event must not be longer than " + MAX_YEARS + " years.");
        }
    }

    private static void checkDays(WrittenTime start, WrittenTime end) {
        if (!start.isMidnight()) {
            throw midnight("Event.Start");
        }
        if (!end.isMidnight()) {
            throw midnight("Event.End");
        }
        if (!end.wall().isAfter(start.wall())) {
            throw EventFaults.request("The duration of an event marked as All day must be at least 24 hours.");
        }
    }

    private static dev.postern.graph.GraphFailure midnight(String property) {
        return EventFaults.request("The " + property + " property for an all-day event needs to be set to midnight.");
    }

    /** The same event as a single one: at times that exist. */
    EventTimes single() {
        if (allDay) {
            return new EventTimes(start.plain(), end.plain(), true);
        }
        return start.isSkipped() || end.isSkipped()
                ? new EventTimes(start.at(start.instant()), end.at(start.end(end)), false)
                : this;
    }

    /** The same event on another date: with the same wall times and the same distance between them. */
    EventTimes on(LocalDate date) {
        LocalDateTime wall = date.atTime(start.wall().toLocalTime());
        return new EventTimes(
                new WrittenTime(wall, start.zone(), false),
                new WrittenTime(wall.plus(Duration.between(start.wall(), end.wall())), end.zone(), false),
                allDay);
    }
}
