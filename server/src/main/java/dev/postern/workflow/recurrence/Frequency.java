package dev.postern.workflow.recurrence;

import dev.postern.query.Folding;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The unit of a recurrence, with the longest interval that Azure accepts. */
public enum Frequency {
    SECOND("Second", 9_999_999, Duration.ofSeconds(1)),
    MINUTE("Minute", 72_000, Duration.ofMinutes(1)),
    HOUR("Hour", 12_000, Duration.ofHours(1)),
    DAY("Day", 500, null),
    WEEK("Week", 71, null),
    MONTH("Month", 16, null);

    private final String text;
    private final int max;
    private final @Nullable Duration length;

    Frequency(String text, int max, @Nullable Duration length) {
        this.text = text;
        this.max = max;
        this.length = length;
    }

    /** Looks a unit up by its documented name, without regard to case. */
    public static Optional<Frequency> named(String name) {
        for (Frequency frequency : values()) {
            if (Folding.lower(frequency.text).equals(Folding.lower(name))) {
                return Optional.of(frequency);
            }
        }
        return Optional.empty();
    }

    public String text() {
        return text;
    }

    public int max() {
        return max;
    }

    /** The length of one unit; null for units that depend on the calendar. */
    @Nullable
    Duration length() {
        return length;
    }
}
