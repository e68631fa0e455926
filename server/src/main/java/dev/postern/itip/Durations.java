package dev.postern.itip;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as iCalendar writes them; weeks may be mixed with days, as some programs do. */
final class Durations {
    private static final Pattern FORM = Pattern.compile(
            "([+-]?)P(?:(\\d{1,5})W)?(?:(\\d{1,6})D)?(?:T(?:(\\d{1,6})H)?(?:(\\d{1,8})M)?(?:(\\d{1,9})S)?)?");

    private Durations() {}

    static Optional<Duration> parse(String value) {
        Matcher found = FORM.matcher(value.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(7 * number(found, 2) + number(found, 3))
                .plusHours(number(found, 4))
                .plusMinutes(number(found, 5))
                .plusSeconds(number(found, 6));
        return Optional.of("-".equals(found.group(1)) ? duration.negated() : duration);
    }

    private static long number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }
}
