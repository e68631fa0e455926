package dev.postern.workflow.expression;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts values to text, for interpolation, {@code string()} and {@code concat()}. */
public final class ValueText {
    /** The maximum length of a text result. */
    public static final int MAX_LENGTH = 131_072;

    private ValueText() {}

    /** Texts unchanged, null as empty text, booleans in title case, numbers in the form of {@link NumberText}, the rest as compact JSON. */
    public static String of(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isNull()) {
            return "";
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        if (value.isNumber()) {
            return NumberText.of(value);
        }
        if (isBinary(value)) {
            return new String(bytes(value), StandardCharsets.UTF_8);
        }
        return JsonText.of(value);
    }

    /** The approximate maximum length of a number as text. */
    static int width(JsonNode number) {
        return number.isBigDecimal() ? number.decimalValue().precision() : 20;
    }

    /** Returns the text unchanged; throws if it is too long for a result. */
    public static String limited(String function, String text) {
        limited(function, text.length());
        return text;
    }

    /** Throws if a length exceeds the limit of a result. */
    static void limited(String function, long length) {
        if (length > MAX_LENGTH) {
            throw new EvaluationFailed("The template language function '" + function + "' produced a text of " + length
                    + " characters. The limit is '" + MAX_LENGTH + "'.");
        }
    }

    /** Returns whether a value is binary content: an object of {@code $content-type} and base64 {@code $content}. */
    public static boolean isBinary(JsonNode value) {
        return value.isObject()
                && value.path("$content-type").isString()
                && value.path("$content").isString();
    }

    public static byte[] bytes(JsonNode binary) {
        try {
            return Base64Text.decode(binary.path("$content").stringValue());
        } catch (IllegalArgumentException e) {
            throw new EvaluationFailed("The '$content' of a binary value is not valid base64.");
        }
    }

    public static JsonNode binary(String type, byte[] content) {
        return binary(type, Base64.getEncoder().encodeToString(content));
    }

    /** Returns a binary value of content that is base64 already, as it is written. */
    static JsonNode binary(String type, String base64) {
        ObjectNode made = JsonValues.object();
        made.put("$content-type", type);
        made.put("$content", base64);
        return made;
    }
}
