package dev.postern.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Reads and writes points in time as documents contain them. */
public final class Moments {
    private Moments() {}

    /** Reads a date, or a date and time with or without an offset. The default time is midnight, the default offset UTC. */
    public static Optional<Instant> parse(String text) {
        if (text.length() < 10 || text.length() > 40 || text.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    read instanceof OffsetDateTime withOffset
                            ? withOffset.toInstant()
                            : LocalDateTime.from(read).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Formats as Graph does: UTC, the shortest fraction, at most seven decimals. */
    public static String format(Instant instant) {
        Instant seconds = Instant.ofEpochSecond(instant.getEpochSecond());
        String whole = DateTimeFormatter.ISO_INSTANT.format(seconds);
        int ticks = instant.getNano() / 100;
        if (ticks == 0) {
            return whole;
        }
        String fraction = String.format(Locale.ROOT, "%07d", ticks).replaceAll("0+$", "");
        return whole.substring(0, whole.length() - 1) + '.' + fraction + 'Z';
    }
}
