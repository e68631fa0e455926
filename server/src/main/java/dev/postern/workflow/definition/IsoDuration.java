package dev.postern.workflow.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.Locale;
import java.util.Optional;

/** Durations of ISO 8601 with dates and times, such as {@code P1DT2H}. A month has 31 days. */
public final class IsoDuration {
    private static final Duration MAX = Duration.ofDays(366);
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

    private IsoDuration() {}

    /** Returns a positive duration of at most a year; empty if the text is not one. */
    public static Optional<Duration> parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        int time = upper.indexOf('T');
        String date = time < 0 ? upper : upper.substring(0, time);
        try {
            Duration days = date.equals("P") ? Duration.ZERO : Duration.between(START, START.plus(Period.parse(date)));
            Duration duration = time < 0 ? days : days.plus(Duration.parse("P" + upper.substring(time)));
            return duration.isPositive() && duration.compareTo(MAX) <= 0 ? Optional.of(duration) : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
