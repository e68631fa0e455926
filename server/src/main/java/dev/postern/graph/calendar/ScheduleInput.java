package dev.postern.graph.calendar;

import dev.postern.graph.GraphFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of {@code getSchedule}, checked. The window is half-open. */
record ScheduleInput(List<String> schedules, Instant from, Instant to, Duration interval) {
    private static final int MAX_SCHEDULES = 100;
    private static final int MAX_DAYS = 62;
    private static final int DEFAULT_MINUTES = 30;
    private static final int MIN_MINUTES = 5;
    private static final int MAX_MINUTES = 1440;

    /** @throws GraphFailure if a parameter is missing or has a value that it cannot have */
    static ScheduleInput read(ObjectNode parameters) {
        List<String> schedules = parameters
                .path("Schedules")
                .valueStream()
                .map(name -> name.stringValue(""))
                .toList();
        Instant from = time(parameters.path("StartTime"), "startTime");
        Instant to = time(parameters.path("EndTime"), "endTime");
        checkNumber(schedules.size());
        checkWindow(from, to);
        return new ScheduleInput(
                schedules, from, to, interval(parameters.path("AvailabilityViewInterval"), Duration.between(from, to)));
    }

    private static Instant time(JsonNode value, String name) {
        if (!value.isObject()) {
            throw EventFaults.parameter("The parameter '" + name + "' is required.");
        }
        return WrittenTime.read(value, name).instant();
    }

    private static void checkNumber(int schedules) {
        if (schedules == 0) {
            throw new GraphFailure(
                    400, "ErrorMailboxDataArrayEmpty", "There are no target users in the EmailAddress array.");
        }
        if (schedules > MAX_SCHEDULES) {
            throw new GraphFailure(
                    400,
                    "ErrorMailboxDataArrayTooBig",
                    "There are too many target users in the EmailAddress array. The allowed size = " + MAX_SCHEDULES
                            + "; the actual size = " + schedules + ".");
        }
    }

    private static void checkWindow(Instant from, Instant to) {
        if (!to.isAfter(from)) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidTimeInterval",
                    "The time duration specified for FreeBusyViewOptions.TimeWindow is invalid.");
        }
        Duration length = Duration.between(from, to);
        if (length.compareTo(Duration.ofDays(MAX_DAYS)) > 0) {
            long begun = length.toDays() + (Duration.ofDays(length.toDays()).equals(length) ? 0 : 1);
            throw new GraphFailure(
                    400,
                    "ErrorTimeIntervalTooBig",
                    "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed"
                            + " limit = " + MAX_DAYS + " days; the actual limit = " + begun + " days.");
        }
    }

    private static Duration interval(JsonNode value, Duration window) {
        int minutes = value.isNumber() ? value.intValue() : DEFAULT_MINUTES;
        Duration interval = Duration.ofMinutes(minutes);
        if (minutes < MIN_MINUTES || minutes > MAX_MINUTES || (value.isNumber() && interval.compareTo(window) > 0)) {
            throw EventFaults.parameter("The parameter 'availabilityViewInterval' must be from " + MIN_MINUTES + " to "
                    + MAX_MINUTES + " minutes, and not longer than the time window.");
        }
        return interval;
    }
}
