package dev.postern.html;

import java.util.Set;
import java.util.regex.Pattern;

/** The elements and attributes that {@link InertHtml} keeps. */
final class InertNames {
    static final int MAX_LENGTH = 32;
    static final int MAX_ATTRIBUTES = 50;

    private static final Pattern EMBEDDED_IMAGE =
            Pattern.compile("(?i)data:image/(png|jpeg|jpg|gif|webp|bmp);base64,[A-Za-z0-9+/=\\s]*+");

    private static final Set<String> VOID = Set.of("br", "col", "hr", "img", "wbr");

    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "abbr",
            "address",
            "article",
            "aside",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "body",
            "br",
            "caption",
            "center",
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "del",
            "dfn",
            "dir",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "font",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "i",
            "img",
            "ins",
            "kbd",
            "li",
            "main",
            "mark",
            "menu",
            "nav",
            "nobr",
            "ol",
            "p",
            "pre",
            "q",
            "s",
            "samp",
            "section",
            "small",
            "span",
            "strike",
            "strong",
            "style",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "time",
            "tr",
            "tt",
            "u",
            "ul",
            "var",
            "wbr");

    private static final Set<String> ATTRIBUTES = Set.of(
            "abbr",
            "align",
            "alt",
            "bgcolor",
            "border",
            "bordercolor",
            "cellpadding",
            "cellspacing",
            "class",
            "clear",
            "color",
            "cols",
            "colspan",
            "compact",
            "dir",
            "face",
            "height",
            "hspace",
            "id",
            "lang",
            "media",
            "noshade",
            "nowrap",
            "role",
            "rowspan",
            "scope",
            "size",
            "span",
            "start",
            "text",
            "title",
            "type",
            "valign",
            "value",
            "vspace",
            "width");

    private InertNames() {}

    static boolean isElement(String name) {
        return ELEMENTS.contains(name);
    }

    static boolean isVoid(String name) {
        return VOID.contains(name);
    }

    static boolean isAttribute(String name) {
        return ATTRIBUTES.contains(name);
    }

    /** Whether an address is an image itself. SVG is none, because it may contain more. */
    static boolean isEmbeddedImage(String address) {
        return EMBEDDED_IMAGE.matcher(address).matches();
    }
}
