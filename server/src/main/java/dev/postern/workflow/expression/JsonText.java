package dev.postern.workflow.expression;

import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Values as compact JSON, with the escapes and the numbers of the service. */
final class JsonText {
    private JsonText() {}

    static String of(JsonNode value) {
        var text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                char before = '{';
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    quoted(text.append(before), entry.getKey());
                    append(text.append(':'), entry.getValue());
                    before = ',';
                }
                text.append(before == '{' ? "{}" : "}");
            }
            case ARRAY -> {
                char before = '[';
                for (JsonNode element : value.values()) {
                    append(text.append(before), element);
                    before = ',';
                }
                text.append(before == '[' ? "[]" : "]");
            }
            case STRING -> quoted(text, value.stringValue());
            case NUMBER -> text.append(NumberText.json(value));
            default -> text.append(value);
        }
    }

    private static void quoted(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                case '\u0085', '\u2028', '\u2029' -> escaped(text, c);
                default -> {
                    if (c < ' ') {
                        escaped(text, c);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static void escaped(StringBuilder text, char c) {
        text.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
