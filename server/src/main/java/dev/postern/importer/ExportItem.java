package dev.postern.importer;

import dev.postern.query.Folding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of an export. It reads values in all forms that {@code ConvertTo-Json} gives them; the names of properties are in lower case.
 *
 * @param number its position in the file, from one
 */
record ExportItem(int number, ObjectNode values) {
    private static final int GUID_LENGTH = 36;

    static String fold(String name) {
        return Folding.lower(name);
    }

    boolean has(String name) {
        return values.has(fold(name));
    }

    /** The first of these properties that is a text with content; null if there is none. Spaces around it are dropped. */
    @Nullable
    String text(String... names) {
        for (String name : names) {
            String text = ExportValues.text(values.get(fold(name)));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** As {@link #text}, empty if there is none. */
    String textOrEmpty(String... names) {
        return Objects.requireNonNullElse(text(names), "");
    }

    /** The first of these properties that is a GUID; null if there is none. The zero GUID is none. */
    @Nullable
    UUID guid(String... names) {
        return Stream.of(names)
                .map(name -> guidOf(ExportValues.text(values.get(fold(name)))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    static @Nullable UUID guidOf(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        if (bare.length() != GUID_LENGTH) {
            return null;
        }
        try {
            UUID guid = UUID.fromString(bare);
            return guid.toString().equalsIgnoreCase(bare) && !guid.equals(new UUID(0, 0)) ? guid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Null if the property is missing or is no truth value. */
    @Nullable
    Boolean flag(String name) {
        String text = text(name);
        return switch (text == null ? "" : fold(text)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> null;
        };
    }

    /** The texts of a list, also of one that was reduced to its only element or to one line. */
    List<String> texts(String name) {
        return ExportValues.elements(values.get(fold(name))).stream()
                .map(ExportValues::text)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The elements of a list. Texts such as {@code @{a=b}} are objects; null if the list is missing or was cut off. */
    @Nullable
    List<JsonNode> list(String name) {
        JsonNode value = values.get(fold(name));
        if (value == null || ExportValues.isCut(value)) {
            return null;
        }
        return new ArrayList<>(ExportValues.elements(value));
    }

    Instant created(Instant otherwise) {
        return Stream.of("WhenCreatedUTC", "WhenCreated", "CreatedDateTime")
                .map(name -> ExportTimes.read(values.get(fold(name))))
                .filter(Objects::nonNull)
                .filter(time -> time.isBefore(otherwise))
                .findFirst()
                .orElse(otherwise);
    }
}
