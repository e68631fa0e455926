package dev.postern.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a search: a time with its offset from UTC, a date in UTC, or how long ago: {@code 30m}, {@code 12h}, {@code 7d}. */
public final class AuditSince {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private AuditSince() {}

    /** Reads it; empty if it is none of these. */
    public static Optional<Instant> read(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                long number = Long.parseLong(ago.group(1));
                return Optional.of(now.minus(
                        switch (ago.group(2)) {
                            case "m" -> Duration.ofMinutes(number);
                            case "h" -> Duration.ofHours(number);
                            default -> Duration.ofDays(number);
                        }));
            }
            Instant read = text.length() == "2026-11-27".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return Optional.of(read).filter(time -> time.isBefore(END) && !time.isBefore(Instant.EPOCH));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
