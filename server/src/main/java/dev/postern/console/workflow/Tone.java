package dev.postern.console.workflow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How the pages show the status of runs and actions. */
public final class Tone {
    private Tone() {}

    /** The class of the style sheet for a status; empty for what was skipped or cancelled, and for what has not started. */
    public static String of(String status) {
        return switch (status) {
            case "Succeeded", "Enabled" -> "granted";
            case "Failed", "TimedOut" -> "denied";
            case "Running", "Waiting", "Paused" -> "warning";
            default -> "";
        };
    }

    /** A status in words. */
    public static String words(String status) {
        return switch (status) {
            case "" -> "not started";
            case "TimedOut" -> "timed out";
            default -> status.toLowerCase(Locale.ROOT);
        };
    }

    static boolean isOver(String status) {
        return !status.isEmpty() && !of(status).equals("warning");
    }

    /** How long something took, such as {@code 1.5 s}; empty if one of the times is missing. */
    public static String duration(String start, String end) {
        try {
            Duration taken = Duration.between(Instant.parse(start), Instant.parse(end));
            long millis = taken.toMillis();
            if (millis < 1_000) {
                return millis + " ms";
            }
            return taken.toMinutes() < 1
                    ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                    : taken.toHours() < 1
                            ? taken.toMinutes() + " min " + taken.toSecondsPart() + " s"
                            : taken.toHours() + " h " + taken.toMinutesPart() + " min";
        } catch (DateTimeException e) {
            return "";
        }
    }
}
