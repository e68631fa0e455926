package dev.postern.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line before a message in an mbox.
 *
 * @param received null if the line has an impossible time
 * @param ours whether {@code mail export} has written it, so that the first two lines of the message are the status
 * @param unended whether the line break at the end does not belong to the message
 */
record FromLine(@Nullable Instant received, boolean ours, boolean unended) {
    static final String BEGIN = "From ";
    /** A longer line is not one. */
    static final int MAX_LENGTH = 512;

    private static final String OURS = "postern";
    private static final String UNENDED = "postern-unended";
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Pattern TIME =
            Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +([A-Z][a-z]{2}) +([0-9]{1,2}) +"
                    + "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: +([A-Z]{1,5}|[+-][0-9]{4}))? +([0-9]{4})"
                    + "(?: +([+-][0-9]{4}))?(?: +(postern(?:-unended)?))?(?:\\s.*)?$");
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Reads a line without its line break; empty if it is an ordinary line. */
    static Optional<FromLine> of(String line) {
        if (!line.startsWith(BEGIN) || line.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(line);
        if (!time.find()) {
            return Optional.empty();
        }
        String mark = time.group(9) == null ? "" : time.group(9);
        return Optional.of(new FromLine(received(time), !mark.isEmpty(), mark.equals(UNENDED)));
    }

    private static @Nullable Instant received(Matcher time) {
        try {
            String second = time.group(5);
            String zone = time.group(8) != null ? time.group(8) : time.group(6);
            ZoneOffset offset = zone != null && zone.length() == 5 && "+-".indexOf(zone.charAt(0)) >= 0
                    ? ZoneOffset.of(zone)
                    : ZoneOffset.UTC;
            return LocalDateTime.of(
                            Integer.parseInt(time.group(7)),
                            MONTHS.indexOf(time.group(1)) + 1,
                            Integer.parseInt(time.group(2)),
                            Integer.parseInt(time.group(3)),
                            Integer.parseInt(time.group(4)),
                            second == null ? 0 : Math.min(59, Integer.parseInt(second)))
                    .toInstant(offset);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The line for a message, with its line break. */
    static String write(Instant received, boolean unended) {
        return BEGIN + "MAILER-DAEMON " + CTIME.format(received) + " " + (unended ? UNENDED : OURS) + "\n";
    }
}
