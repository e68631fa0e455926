package dev.postern.develop;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them ({@code 90s}, {@code 1.5h}, {@code 2d}) and as ISO 8601 does; a bare number is seconds. */
final class DurationText {
    private static final int MAX_LENGTH = 40;
    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d|w|y)?");

    /** A year of 365 days, in which years and months are counted. */
    private static final LocalDate YEAR = LocalDate.of(2001, 1, 1);

    private DurationText() {}

    /** @throws DevelopFailure if it is no duration */
    static Duration read(String name, String text) {
        String bare = text.strip();
        Matcher simple = SIMPLE.matcher(bare.toLowerCase(Locale.ROOT));
        if (simple.matches()) {
            BigDecimal nanos = new BigDecimal(simple.group(1)).multiply(BigDecimal.valueOf(unit(simple.group(2))));
            return Duration.ofSeconds(
                    nanos.divideToIntegralValue(BigDecimal.valueOf(1_000_000_000))
                            .longValue(),
                    nanos.remainder(BigDecimal.valueOf(1_000_000_000)).longValue());
        }
        try {
            if (bare.length() <= MAX_LENGTH && bare.matches("[pP][0-9YMWDymwd]+")) {
                return Duration.ofDays(ChronoUnit.DAYS.between(YEAR, YEAR.plus(Period.parse(bare))));
            }
            if (bare.length() <= MAX_LENGTH) {
                return Duration.parse(bare);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // refused below
        }
        throw DevelopFailure.invalid("'" + name + "' must be a duration such as 90s, 1h, 2d or PT1H30M.");
    }

    private static long unit(String name) {
        return switch (name == null ? "s" : name) {
            case "ms" -> 1_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            case "w" -> 604_800_000_000_000L;
            case "y" -> 31_536_000_000_000_000L;
            default -> 1_000_000_000L;
        };
    }
}
