package dev.postern.http;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON text that a person has written, with its value and the places in it. A name may be only once in an object. */
public record JsonDocument(String text, JsonNode value) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();
    /** Where the library repeats a position in its own form, or names its own methods. */
    private static final Pattern POSITION = Pattern.compile(" \\(start marker at \\[[^]]*]\\)|, from `[^`]*`");

    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\"", Pattern.DOTALL);

    /** A position in the text; both numbers begin with 1. */
    public record Place(int line, int column) {
        static Place of(TokenStreamLocation location) {
            return new Place(location.getLineNr(), location.getColumnNr());
        }

        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    /**
     * Reads exactly one value, with or without a byte order mark.
     *
     * @throws MalformedJson with the place and the reason
     */
    public static JsonDocument parse(String written) {
        String text = written.startsWith(BYTE_ORDER_MARK) ? written.substring(1) : written;
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isMissingNode()) {
                throw new MalformedJson("there is no JSON value");
            }
            return new JsonDocument(text, value);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String place = at == null || at.getLineNr() < 1 ? "" : Place.of(at) + ": ";
            throw new MalformedJson(place + reason(String.valueOf(e.getOriginalMessage())));
        }
    }

    private static String reason(String message) {
        var twice = TWICE.matcher(message);
        return twice.matches()
                ? "the name '" + twice.group(1) + "' is twice in one object"
                : POSITION.matcher(message).replaceAll("");
    }

    /** Returns where the name or the element is that a JSON pointer names, or the last part of the pointer that exists; empty if none does. */
    public Optional<Place> place(String pointer) {
        Place found = null;
        try (JsonParser parser = MAPPER.createParser(text)) {
            parser.nextToken();
            for (String segment :
                    pointer.substring(Math.min(1, pointer.length())).split("/")) {
                String name = segment.replace("~1", "/").replace("~0", "~");
                boolean present = parser.currentToken() == JsonToken.START_OBJECT
                        ? toMember(parser, name)
                        : parser.currentToken() == JsonToken.START_ARRAY && toElement(parser, name);
                if (!present) {
                    break;
                }
                found = Place.of(parser.currentTokenLocation());
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    parser.nextToken();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean toMember(JsonParser parser, String name) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            if (parser.currentName().equals(name)) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }

    private static boolean toElement(JsonParser parser, String index) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (index.equals(String.valueOf(i))) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
