package dev.postern.graph.model;

import dev.postern.query.Folding;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many annotations a response contains. */
public enum MetadataLevel {
    NONE,
    MINIMAL,
    FULL;

    private static final Pattern PARAMETER = Pattern.compile("odata\\.metadata\\s*=\\s*([a-z]+)");

    /** The level in an Accept header or {@code $format}; empty if no such level exists. */
    public static Optional<MetadataLevel> ofMediaType(String mediaType) {
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

    /** The name in the Content-Type. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an annotation of this name is kept; links and counts always are. */
    public boolean keeps(String annotation) {
        return this != NONE
                || !annotation.contains("@odata.")
                || annotation.endsWith("@odata.nextLink")
                || annotation.endsWith("@odata.deltaLink")
                || annotation.endsWith("@odata.count");
    }
}
