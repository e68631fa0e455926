package dev.postern.workflow.trigger;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller uses to find its runs again.
 *
 * @param trackingId null if the caller gave none
 */
public record Correlation(@Nullable String trackingId, List<String> keywords) {
    public static final Correlation NONE = new Correlation(null, List.of());
    public static final int MAX_LENGTH = 128;
    private static final int MAX_KEYWORDS = 20;

    public Correlation {
        keywords = List.copyOf(keywords);
    }

    /** Reads the headers of a caller. Values that are too long are ignored. */
    public static Correlation of(String trackingId, String keywords) {
        boolean usable = !trackingId.isBlank() && trackingId.length() <= MAX_LENGTH;
        return new Correlation(
                usable ? trackingId.strip() : null,
                Arrays.stream(keywords.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty() && word.length() <= MAX_LENGTH)
                        .limit(MAX_KEYWORDS)
                        .toList());
    }
}
