package dev.postern.graph.model;

import dev.postern.query.Moments;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads one primitive value of a body and converts it to stored form. */
final class PrimitiveReader {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PrimitiveReader() {}

    /** The value in stored form; empty if it is not of this type. */
    static Optional<JsonNode> read(Primitive type, JsonNode node) {
        return switch (type) {
            case STRING -> node.isString() ? Optional.of(node) : Optional.empty();
            case BOOLEAN -> node.isBoolean() ? Optional.of(node) : Optional.empty();
            case INT32 -> node.isIntegralNumber() && node.canConvertToInt() ? Optional.of(node) : Optional.empty();
            case INT64 -> node.isIntegralNumber() && node.canConvertToLong() ? Optional.of(node) : Optional.empty();
            // a number that no double can have is not one
            case DOUBLE ->
                node.isNumber() && Double.isFinite(node.asDouble(Double.NaN)) ? Optional.of(node) : Optional.empty();
            case DATE_TIME_OFFSET, DATE, TIME_OF_DAY, GUID, BINARY ->
                node.isString() ? text(type, node.stringValue()).map(JSON::stringNode) : Optional.empty();
            case STREAM -> Optional.empty();
        };
    }

    private static Optional<String> text(Primitive type, String text) {
        try {
            return switch (type) {
                case DATE_TIME_OFFSET ->
                    text.length() <= 40
                            ? Optional.of(
                                    Moments.format(OffsetDateTime.parse(text).toInstant()))
                            : Optional.empty();
                case DATE ->
                    DATE.matcher(text).matches()
                            ? Optional.of(LocalDate.parse(text).toString())
                            : Optional.empty();
                case TIME_OF_DAY -> Optional.of(timeOfDay(LocalTime.parse(text)));
                case GUID ->
                    GUID.matcher(text).matches() ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
                case BINARY -> base64(text);
                default -> Optional.empty();
            };
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String timeOfDay(LocalTime time) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%07d",
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 100);
    }

    /** Accepts both alphabets and drops line breaks, without decoding, because the text may be large. */
    private static Optional<String> base64(String text) {
        StringBuilder standard = new StringBuilder(text.length() + 2);
        int padding = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                continue;
            }
            if (c == '=') {
                padding++;
            } else if (padding > 0 || !isBase64(c)) {
                return Optional.empty();
            } else {
                standard.append(c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        int rest = standard.length() % 4;
        int needed = rest == 0 ? 0 : 4 - rest;
        if (rest == 1 || (padding != 0 && padding != needed)) {
            return Optional.empty();
        }
        return Optional.of(standard.append("=".repeat(needed)).toString());
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+/-_".indexOf(c) >= 0;
    }
}
