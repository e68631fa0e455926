package dev.postern.graph.model;

import dev.postern.query.Folding;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many annotations an answer carries. */
public enum MetadataLevel {
    NONE,
    MINIMAL,
    FULL;

    private static final Pattern PARAMETER = Pattern.compile("odata\\.metadata\\s*=\\s*([a-z]+)");

    /** What an Accept header or a {@code $format} asks for; nothing if it names a level that does not exist. */
    public static Optional<MetadataLevel> askedFor(String mediaType) {
        Matcher matcher = PARAMETER.matcher(Folding.lower(mediaType));
        if (!matcher.find()) {
            return Optional.of(MINIMAL);
        }
        return switch (matcher.group(1)) {
            case "none" -> Optional.of(NONE);
            case "minimal" -> Optional.of(MINIMAL);
            case "full" -> Optional.of(FULL);
            default -> Optional.empty();
        };
    }

    /** As the Content-Type names it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an annotation of this name stays; links and counts always do. */
    boolean keeps(String annotation) {
        return this != NONE
                || !annotation.contains("@odata.")
                || annotation.endsWith("@odata.nextLink")
                || annotation.endsWith("@odata.deltaLink")
                || annotation.endsWith("@odata.count");
    }
}
