package dev.postern.workflow.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a document. Only {@link XmlReader} changes it. */
public final class XmlNode {
    /** What a node is. A CDATA section is text for XPath. */
    public enum Kind {
        DOCUMENT,
        DECLARATION,
        ELEMENT,
        ATTRIBUTE,
        TEXT,
        CDATA,
        COMMENT,
        INSTRUCTION
    }

    /** The namespace of the declarations of namespaces, which are no attributes for XPath. */
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private final Kind kind;
    private final @Nullable XmlNode parent;
    private final int order;
    private final String prefix;
    private final String local;
    private final String namespace;
    private final String value;
    private final boolean selfClosing;
    private final List<XmlNode> children = new ArrayList<>();
    private final List<XmlNode> attributes = new ArrayList<>();

    /** @param selfClosing whether an element is written as one tag */
    record Name(String prefix, String local, String namespace, boolean selfClosing) {
        static final Name NONE = new Name("", "", "", false);
    }

    XmlNode(Kind kind, @Nullable XmlNode parent, int order, Name name, String value) {
        this.kind = kind;
        this.parent = parent;
        this.order = order;
        this.prefix = name.prefix();
        this.local = name.local();
        this.namespace = name.namespace();
        this.selfClosing = name.selfClosing();
        this.value = value;
    }

    public Kind kind() {
        return kind;
    }

    @Nullable
    XmlNode parent() {
        return parent;
    }

    /** The place of the node in the document. */
    int order() {
        return order;
    }

    String prefix() {
        return prefix;
    }

    String local() {
        return local;
    }

    String namespace() {
        return namespace;
    }

    boolean selfClosing() {
        return selfClosing;
    }

    /** The text of a text, an attribute, a comment or an instruction. */
    public String value() {
        return value;
    }

    String name() {
        return prefix.isEmpty() ? local : prefix + ":" + local;
    }

    List<XmlNode> children() {
        return children;
    }

    List<XmlNode> attributes() {
        return attributes;
    }

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.CDATA;
    }

    boolean isContainer() {
        return kind == Kind.ELEMENT || kind == Kind.DOCUMENT;
    }

    /** The string value that XPath defines: of an element all texts in it. */
    public String text() {
        if (!isContainer()) {
            return value;
        }
        var text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder text) {
        for (XmlNode child : children) {
            if (child.isText()) {
                text.append(child.value);
            } else if (child.kind == Kind.ELEMENT) {
                child.append(text);
            }
        }
    }
}
