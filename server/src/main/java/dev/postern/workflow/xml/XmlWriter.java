package dev.postern.workflow.xml;

import java.util.HashMap;
import java.util.Map;

/** Writes a node as XML, with the declarations of the namespaces that its names need. */
public final class XmlWriter {
    private final StringBuilder made = new StringBuilder();

    private XmlWriter() {}

    public static String write(XmlNode node) {
        XmlWriter writer = new XmlWriter();
        writer.node(node, Map.of("xml", "http://www.w3.org/XML/1998/namespace", "", ""));
        return writer.made.toString();
    }

    private void node(XmlNode node, Map<String, String> known) {
        switch (node.kind()) {
            case DOCUMENT -> node.children().forEach(child -> node(child, known));
            case DECLARATION -> {
                made.append("<?xml");
                node.attributes().forEach(this::attribute);
                made.append("?>");
            }
            case ELEMENT -> element(node, known);
            case ATTRIBUTE -> made.append(node.value());
            case TEXT -> made.append(escaped(node.value()));
            case CDATA -> made.append("<![CDATA[").append(node.value()).append("]]>");
            case COMMENT -> made.append("<!--").append(node.value()).append("-->");
            case INSTRUCTION ->
                made.append("<?")
                        .append(node.name())
                        .append(' ')
                        .append(node.value())
                        .append("?>");
        }
    }

    private void element(XmlNode element, Map<String, String> known) {
        var scope = new HashMap<>(known);
        made.append('<').append(element.name());
        for (XmlNode attribute : element.attributes()) {
            if (attribute.namespace().equals(XmlNode.XMLNS)) {
                scope.put(attribute.prefix().isEmpty() ? "" : attribute.local(), attribute.value());
            }
        }
        declare(element, scope);
        for (XmlNode attribute : element.attributes()) {
            if (!attribute.prefix().isEmpty() && !attribute.namespace().equals(XmlNode.XMLNS)) {
                declare(attribute, scope);
            }
            attribute(attribute);
        }
        if (element.children().isEmpty()) {
            made.append(element.selfClosing() ? " />" : "></" + element.name() + ">");
            return;
        }
        made.append('>');
        element.children().forEach(child -> node(child, scope));
        made.append("</").append(element.name()).append('>');
    }

    private void declare(XmlNode named, Map<String, String> scope) {
        if (!named.namespace().equals(scope.get(named.prefix()))) {
            scope.put(named.prefix(), named.namespace());
            made.append(named.prefix().isEmpty() ? " xmlns=\"" : " xmlns:" + named.prefix() + "=\"")
                    .append(quoted(named.namespace()))
                    .append('"');
        }
    }

    private void attribute(XmlNode attribute) {
        made.append(' ')
                .append(attribute.name())
                .append("=\"")
                .append(quoted(attribute.value()))
                .append('"');
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }

    static String quoted(String text) {
        return escaped(text).replace("\"", "&quot;").replace("\n", "&#xA;").replace("\t", "&#x9;");
    }
}
