package dev.postern.workflow.xml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as JSON by the convention of Newtonsoft: an element with only a text is a string, attributes are properties that begin with
 * {@code @}, elements of one name are an array if there are several, texts beside others are {@code #text}. Comments are dropped.
 */
public final class XmlToJson {
    private static final String OWN = "http://james.newtonsoft.com/projects/json";
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private XmlToJson() {}

    public static JsonNode convert(XmlNode document) {
        ObjectNode made = MAKE.objectNode();
        children(made, document);
        return made;
    }

    private static JsonNode value(XmlNode node) {
        if (node.kind() == XmlNode.Kind.DECLARATION) {
            ObjectNode made = MAKE.objectNode();
            node.attributes().forEach(attribute -> made.put("@" + attribute.name(), attribute.value()));
            return made;
        }
        return node.kind() == XmlNode.Kind.ELEMENT ? element(node) : MAKE.stringNode(node.value());
    }

    private static JsonNode element(XmlNode element) {
        List<XmlNode> attributes =
                element.attributes().stream().filter(XmlToJson::isShown).toList();
        List<XmlNode> content = element.children();
        if (attributes.isEmpty() && content.size() == 1 && content.getFirst().kind() == XmlNode.Kind.TEXT) {
            return MAKE.stringNode(content.getFirst().value());
        }
        if (content.isEmpty() && element.attributes().isEmpty()) {
            return element.selfClosing() ? MAKE.nullNode() : MAKE.stringNode("");
        }
        ObjectNode made = MAKE.objectNode();
        attributes.forEach(attribute -> made.put("@" + attribute.name(), attribute.value()));
        children(made, element);
        return made;
    }

    private static boolean isShown(XmlNode attribute) {
        boolean declaresOwn =
                attribute.namespace().equals(XmlNode.XMLNS) && attribute.value().equals(OWN);
        return !declaresOwn && !attribute.namespace().equals(OWN);
    }

    private static void children(ObjectNode made, XmlNode parent) {
        Map<String, List<XmlNode>> groups = new LinkedHashMap<>();
        for (XmlNode child : parent.children()) {
            if (child.kind() != XmlNode.Kind.COMMENT) {
                groups.computeIfAbsent(name(child), name -> new ArrayList<>()).add(child);
            }
        }
        groups.forEach((name, group) -> {
            if (group.size() == 1 && !isArray(group.getFirst())) {
                made.set(name, value(group.getFirst()));
            } else {
                ArrayNode array = made.putArray(name);
                group.forEach(node -> array.add(value(node)));
            }
        });
    }

    private static boolean isArray(XmlNode element) {
        return element.attributes().stream()
                .anyMatch(a -> a.namespace().equals(OWN)
                        && a.local().equals("Array")
                        && a.value().equals("true"));
    }

    private static String name(XmlNode node) {
        return switch (node.kind()) {
            case TEXT -> "#text";
            case CDATA -> "#cdata-section";
            case DECLARATION, INSTRUCTION -> "?" + node.name();
            default -> node.name();
        };
    }
}
