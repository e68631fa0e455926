package dev.postern.workflow.xml;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a document without document type, entities or anything from elsewhere. White space between elements is dropped. */
public final class XmlReader {
    private static final int MAX_NODES = 200_000;
    private static final int MAX_DEPTH = 80;
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.-]{1,40})");
    private static final int DECLARATION_LENGTH = 256;

    private final String source;
    private final StartTags tags;
    private final XMLStreamReader events;
    private int nodes;

    private XmlReader(String source) throws XMLStreamException {
        this.source = source;
        this.tags = new StartTags(source);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty("http://java.sun.com/xml/stream/properties/report-cdata-event", true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("External entities are not allowed.");
        });
        this.events = factory.createXMLStreamReader(new StringReader(source));
    }

    /** Returns the document. Throws {@link XmlFailure} for a text that is none. */
    public static XmlNode read(String text) {
        try {
            return new XmlReader(text.startsWith("\uFEFF") ? text.substring(1) : text).document();
        } catch (XMLStreamException e) {
            String reason = String.valueOf(e.getMessage());
            throw new XmlFailure(reason.substring(reason.lastIndexOf('\n') + 1).replace("Message: ", ""));
        }
    }

    /** Decodes the bytes of a document as its byte order mark or its declaration says. */
    public static String decode(byte[] content) {
        if (content.length > 1 && (content[0] & 0xFF) + (content[1] & 0xFF) == 0xFF + 0xFE) {
            return new String(content, StandardCharsets.UTF_16);
        }
        String start =
                new String(content, 0, Math.min(content.length, DECLARATION_LENGTH), StandardCharsets.ISO_8859_1);
        Matcher named = ENCODING.matcher(start);
        Charset charset = named.find() && Charset.isSupported(named.group(1))
                ? Charset.forName(named.group(1))
                : StandardCharsets.UTF_8;
        return new String(content, charset);
    }

    private XmlNode document() throws XMLStreamException {
        XmlNode document = made(XmlNode.Kind.DOCUMENT, null, XmlNode.Name.NONE, "");
        declaration(document);
        XmlNode open = document;
        int depth = 0;
        var text = new StringBuilder();
        while (events.hasNext()) {
            int event = events.next();
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.SPACE) {
                text.append(events.getText());
                continue;
            }
            text(open, text);
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new XmlFailure("The XML is nested more than '" + MAX_DEPTH + "' levels deep.");
                    }
                    open = element(open);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    open = java.util.Objects.requireNonNull(open.parent());
                }
                case XMLStreamConstants.CDATA ->
                    open.children().add(made(XmlNode.Kind.CDATA, open, XmlNode.Name.NONE, events.getText()));
                case XMLStreamConstants.COMMENT ->
                    open.children().add(made(XmlNode.Kind.COMMENT, open, XmlNode.Name.NONE, events.getText()));
                case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                    open.children()
                            .add(made(
                                    XmlNode.Kind.INSTRUCTION,
                                    open,
                                    new XmlNode.Name("", events.getPITarget(), "", false),
                                    or(events.getPIData(), "")));
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XmlFailure("A document type and its entities are not supported in XML.");
                default -> {
                    // the end of the document
                }
            }
        }
        return document;
    }

    private void declaration(XmlNode document) {
        if (!source.startsWith("<?xml ") || events.getVersion() == null) {
            return;
        }
        XmlNode declaration =
                made(XmlNode.Kind.DECLARATION, document, new XmlNode.Name("", "xml", "", false), events.getVersion());
        attribute(declaration, "version", events.getVersion());
        if (events.getCharacterEncodingScheme() != null) {
            attribute(declaration, "encoding", events.getCharacterEncodingScheme());
        }
        if (events.standaloneSet()) {
            attribute(declaration, "standalone", events.isStandalone() ? "yes" : "no");
        }
        document.children().add(declaration);
    }

    private XmlNode element(XmlNode parent) {
        XmlNode element = made(
                XmlNode.Kind.ELEMENT,
                parent,
                new XmlNode.Name(
                        or(events.getPrefix(), ""),
                        events.getLocalName(),
                        or(events.getNamespaceURI(), ""),
                        tags.nextIsSelfClosing()),
                "");
        for (int i = 0; i < events.getNamespaceCount(); i++) {
            String prefix = or(events.getNamespacePrefix(i), "");
            XmlNode.Name name = prefix.isEmpty()
                    ? new XmlNode.Name("", "xmlns", XmlNode.XMLNS, false)
                    : new XmlNode.Name("xmlns", prefix, XmlNode.XMLNS, false);
            element.attributes().add(made(XmlNode.Kind.ATTRIBUTE, element, name, or(events.getNamespaceURI(i), "")));
        }
        for (int i = 0; i < events.getAttributeCount(); i++) {
            element.attributes()
                    .add(made(
                            XmlNode.Kind.ATTRIBUTE,
                            element,
                            new XmlNode.Name(
                                    or(events.getAttributePrefix(i), ""),
                                    events.getAttributeLocalName(i),
                                    or(events.getAttributeNamespace(i), ""),
                                    false),
                            events.getAttributeValue(i)));
        }
        parent.children().add(element);
        return element;
    }

    private void attribute(XmlNode parent, String name, String value) {
        parent.attributes().add(made(XmlNode.Kind.ATTRIBUTE, parent, new XmlNode.Name("", name, "", false), value));
    }

    private void text(XmlNode parent, StringBuilder text) {
        if (!text.isEmpty() && !text.toString().isBlank()) {
            parent.children().add(made(XmlNode.Kind.TEXT, parent, XmlNode.Name.NONE, text.toString()));
        }
        text.setLength(0);
    }

    private XmlNode made(XmlNode.Kind kind, @Nullable XmlNode parent, XmlNode.Name name, String value) {
        if (++nodes > MAX_NODES) {
            throw new XmlFailure("The XML has more than '" + MAX_NODES + "' nodes, which is the limit.");
        }
        return new XmlNode(kind, parent, nodes, name, value);
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
