package dev.postern.graph.calendar;

import dev.postern.graph.odata.QueryOptions;
import dev.postern.query.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** The interval that a view shows, half-open. */
record ViewWindow(Instant from, Instant to) {
    static final String START = "startDateTime";
    static final String END = "endDateTime";

    private static final int MAX_DAYS = 1_825;
    private static final int MAX_YEARS = 5;
    /** An offset whose plus sign was not encoded, so that it arrives as a space. */
    private static final Pattern SPACE_FOR_PLUS = Pattern.compile("(:\\d{2}(?:\\.\\d+)?) (\\d{2}:\\d{2})$");

    /** The window of a calendar view. */
    static ViewWindow ofDays(QueryOptions query) {
        return ofDays(of(query));
    }

    static ViewWindow ofDays(Instant from, Instant to) {
        return ofDays(of(from, to));
    }

    private static ViewWindow ofDays(ViewWindow window) {
        if (Duration.between(window.from, window.to).compareTo(Duration.ofDays(MAX_DAYS)) > 0) {
            throw tooLong("days: " + MAX_DAYS);
        }
        return window;
    }

    /** The window of the instances of a series. */
    static ViewWindow ofYears(QueryOptions query) {
        ViewWindow window = of(query);
        Instant latest =
                window.from.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS).toInstant();
        if (window.to.isAfter(latest)) {
            throw tooLong("years: " + MAX_YEARS);
        }
        return window;
    }

    private static ViewWindow of(QueryOptions query) {
        String start = query.custom().getOrDefault(START, "").strip();
        String end = query.custom().getOrDefault(END, "").strip();
        if (start.isEmpty() || end.isEmpty()) {
            throw EventFaults.parameter(
                    "This request requires a time window specified by the query string parameters StartDateTime and"
                            + " EndDateTime.");
        }
        return of(time(START, start), time(END, end));
    }

    private static ViewWindow of(Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw EventFaults.request("The end of the range is before its start.");
        }
        // two equal times mean that instant
        return new ViewWindow(from, from.equals(to) ? to.plusMillis(1) : to);
    }

    static Instant time(String name, String text) {
        String withPlus = SPACE_FOR_PLUS.matcher(text).replaceFirst("$1+$2");
        return Moments.parse(withPlus)
                .orElseThrow(() -> EventFaults.parameter("The value '" + EventFaults.echo(text) + "' of the parameter '"
                        + name + "' is not a date and time."));
    }

    private static dev.postern.graph.GraphFailure tooLong(String maximum) {
        return EventFaults.request("The range between the start and end dates is greater than the allowed range."
                + " Maximum number of " + maximum);
    }
}
