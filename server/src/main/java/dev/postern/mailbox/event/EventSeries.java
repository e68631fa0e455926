package dev.postern.mailbox.event;

import dev.postern.calendar.Movement;
import dev.postern.calendar.Occurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.Series;
import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.MailboxFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The times of a stored series, which can be expanded. */
final class EventSeries {
    private final Series series;
    private final ZoneName startZone;
    private final ZoneName endZone;
    private final boolean allDay;
    private final Duration wallLength;

    private EventSeries(Recurrence recurrence, EventPart.Times times) {
        LocalDateTime start = WallTimes.parse(times.start().dateTime());
        LocalDateTime end = WallTimes.parse(times.end().dateTime());
        this.startZone = zone(times.start().zone());
        this.endZone = zone(times.end().zone());
        this.allDay = times.allDay();
        this.wallLength = Duration.between(start, end);
        this.series = new Series(recurrence, start, end, startZone.id(), endZone.id(), allDay);
    }

    /**
     * @param recurrence in stored form
     * @throws MailboxFailure.EventRefused if it has no occurrence
     */
    static EventSeries of(EventPart.Times times, JsonNode recurrence) {
        return new EventSeries(RecurrenceJson.read(recurrence), times);
    }

    private static ZoneName zone(String name) {
        return ZoneNames.find(name)
                .orElseThrow(() -> new MailboxFailure.EventRefused(
                        MailboxFailure.EventRefused.Fault.PROPERTY, "No time zone has the name '" + name + "'."));
    }

    Series series() {
        return series;
    }

    Recurrence recurrence() {
        return series.recurrence();
    }

    /** The time between start and end on the clock. */
    Duration wallLength() {
        return wallLength;
    }

    /** @throws MailboxFailure.ItemNotFound if the pattern has no occurrence on this date */
    Occurrence occurrence(LocalDate originalDate) {
        return series.occurrence(originalDate).orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    ObjectNode start(LocalDate originalDate) {
        return new EventPart.ZonedTime(format(series.start(originalDate)), startZone.name()).json();
    }

    ObjectNode end(LocalDate originalDate) {
        return new EventPart.ZonedTime(format(series.end(originalDate)), endZone.name()).json();
    }

    /** A wall time in stored form. */
    static String format(LocalDateTime wall) {
        return WallTimes.format(wall);
    }

    /** Where an occurrence is on the calendar of the series. */
    Movement.Place place(Instant start, Instant end, boolean isAllDay) {
        ZoneId zone = allDay || isAllDay ? ZoneOffset.UTC : startZone.id();
        return new Movement.Place(LocalDateTime.ofInstant(start, zone), LocalDateTime.ofInstant(end, zone));
    }

    Movement.Place inherited(LocalDate originalDate) {
        Occurrence occurrence = occurrence(originalDate);
        return place(occurrence.start(), occurrence.end(), allDay);
    }

    /** Whether another series has the same occurrences, so that exceptions of this one are also exceptions of that. */
    boolean isSameAs(EventSeries other) {
        LocalDate first = recurrence().first();
        return recurrence().pattern().equals(other.recurrence().pattern())
                && recurrence().last().equals(other.recurrence().last())
                && first.equals(other.recurrence().first())
                && series.start(first).equals(other.series.start(first))
                && wallLength.equals(other.wallLength)
                && allDay == other.allDay
                && startZone.isSameZone(other.startZone)
                && endZone.isSameZone(other.endZone);
    }
}
