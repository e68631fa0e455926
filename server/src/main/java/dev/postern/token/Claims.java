package dev.postern.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The claims of a token. A claim of the wrong type is treated as missing. */
record Claims(ObjectNode node) {
    /** The last second of the year 9999; later times are invalid. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    @Nullable
    String text(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() ? value.asString() : null;
    }

    /** A time in seconds since 1970; fractions are dropped. */
    @Nullable
    Instant time(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isNumber()) {
            return null;
        }
        double seconds = value.asDouble();
        return seconds >= 0 && seconds <= MAX_SECONDS ? Instant.ofEpochSecond((long) seconds) : null;
    }

    /** The claims that are texts or lists of texts. */
    Map<String, Set<String>> allTexts() {
        var all = new HashMap<String, Set<String>>();
        for (String name : node.propertyNames()) {
            List<String> texts = texts(name);
            if (texts != null) {
                all.put(name, new HashSet<>(texts));
            }
        }
        return all;
    }

    /** The person for whom the console acts, as {@link TokenIssuer} writes it; null if there is none. */
    @Nullable
    ActingPerson person() {
        String name = text(TokenIssuer.PERSON);
        return name == null ? null : new ActingPerson(name, !"write".equals(text(TokenIssuer.PERSON_MAY)));
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** A list of texts, or a single text; empty if missing, null if it has another type. */
    @Nullable
    List<String> texts(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.asString());
        }
        if (!value.isArray()) {
            return null;
        }
        var texts = new ArrayList<String>();
        for (JsonNode element : value) {
            if (!element.isString()) {
                return null;
            }
            texts.add(element.asString());
        }
        return texts;
    }
}
