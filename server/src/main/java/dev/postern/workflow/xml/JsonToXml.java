package dev.postern.workflow.xml;

import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An object with one property as a document, the reverse of {@link XmlToJson}. */
public final class JsonToXml {
    private final StringBuilder made = new StringBuilder();
    private final Function<JsonNode, String> numbers;

    private JsonToXml(Function<JsonNode, String> numbers) {
        this.numbers = numbers;
    }

    /** @param numbers writes a number as text */
    public static String convert(JsonNode object, Function<JsonNode, String> numbers) {
        JsonToXml writer = new JsonToXml(numbers);
        @Nullable String root = null;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            if (name.startsWith("?")) {
                writer.instruction(name, entry.getValue());
                continue;
            }
            if (root != null) {
                throw new XmlFailure("JSON root object has multiple properties. The root object must have a single "
                        + "property in order to create a valid XML document. Consider specifying a "
                        + "DeserializeRootElementName.");
            }
            if ((entry.getValue().isArray() && entry.getValue().size() != 1)
                    || name.startsWith("@")
                    || name.startsWith("#")) {
                throw new XmlFailure("The JSON property '" + name
                        + "' cannot be the root of an XML document, which is one element.");
            }
            root = name;
            writer.property(name, entry.getValue());
        }
        if (root == null) {
            throw new XmlFailure("The JSON object has no property that could be the root of an XML document.");
        }
        return writer.made.toString();
    }

    private void instruction(String name, JsonNode value) {
        made.append('<').append(name);
        if (value.isObject()) {
            attributes(value);
        } else {
            made.append(' ').append(text(value));
        }
        made.append("?>");
    }

    private void property(String name, JsonNode value) {
        if (value.isArray()) {
            value.values().forEach(element -> property(name, element));
            return;
        }
        switch (name) {
            case "#text", "#significant-whitespace", "#whitespace" -> made.append(XmlWriter.escaped(text(value)));
            case "#cdata-section" ->
                made.append("<![CDATA[")
                        .append(text(value).replace("]]>", "]]]]><![CDATA[>"))
                        .append("]]>");
            default -> element(name(name), value);
        }
    }

    private void element(String name, JsonNode value) {
        made.append('<').append(name);
        if (value.isNull()) {
            made.append(" />");
            return;
        }
        int tag = made.length();
        if (value.isObject()) {
            attributes(value);
            tag = made.length();
            made.append('>');
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                if (!entry.getKey().startsWith("@")) {
                    property(entry.getKey(), entry.getValue());
                }
            }
        } else {
            made.append('>').append(XmlWriter.escaped(text(value)));
        }
        if (value.isObject() && made.length() == tag + 1) {
            made.setLength(tag);
            made.append(" />");
        } else {
            made.append("</").append(name).append('>');
        }
    }

    private void attributes(JsonNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().startsWith("@")) {
                made.append(' ')
                        .append(name(entry.getKey().substring(1)))
                        .append("=\"")
                        .append(XmlWriter.quoted(text(entry.getValue())))
                        .append('"');
            }
        }
    }

    private String text(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case NUMBER -> numbers.apply(value);
            case NULL -> "";
            case BOOLEAN -> value.booleanValue() ? "true" : "false";
            default -> throw new XmlFailure("An object or an array cannot be the text of an XML node.");
        };
    }

    /** A character that cannot be in a name is written as its code. */
    private static String name(String given) {
        if (given.isEmpty()) {
            throw new XmlFailure("A JSON property without a name cannot be an XML element.");
        }
        var name = new StringBuilder();
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            boolean letter = Character.isLetter(c) || c == '_' || Character.isSurrogate(c);
            boolean inside = i > 0 && (Character.isDigit(c) || c == '-' || c == '.' || c == ':');
            name.append(letter || inside ? String.valueOf(c) : "_x" + hex(c) + "_");
        }
        return name.toString();
    }

    private static String hex(char c) {
        return HexFormat.of().withUpperCase().toHexDigits(c);
    }
}
