package dev.postern.graph.mail;

import dev.postern.query.Folding;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeVisitor;

/** HTML of messages: what of it is safe to show, and its way to text and back. Stateless. */
final class Html {
    private static final String HEAD = """
        <html>\r
        <head>\r
        <meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r
        </head>\r
        <body>\r
        """;
    private static final String TAIL = "\r\n</body>\r\n</html>\r\n";

    /** Styles that load or run something. */
    private static final Pattern UNSAFE_STYLE =
            Pattern.compile("url\\s*\\(|expression|javascript|@import|behaviou?r|-moz-binding|\\\\|/\\*");

    private static final String[] BLOCKS = {
        "address",
        "article",
        "blockquote",
        "center",
        "div",
        "dl",
        "fieldset",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul"
    };

    private Html() {}

    /** What may be shown of a page: the inside of its body, without anything that runs or loads in secret. */
    static String clean(String html) {
        Document dirty = Jsoup.parse(html);
        Document clean = new Cleaner(safelist()).clean(dirty);
        for (Element styled : clean.select("[style]")) {
            if (UNSAFE_STYLE.matcher(Folding.lower(styled.attr("style"))).find()) {
                styled.removeAttr("style");
            }
        }
        clean.outputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.base);
        return clean.body().html();
    }

    private static Safelist safelist() {
        return Safelist.relaxed()
                .addTags("center", "font", "hr", "s", "del", "ins", "section", "article", "header", "footer", "address")
                .addAttributes(":all", "style", "class", "id", "dir", "lang", "title", "align", "valign", "bgcolor")
                .addAttributes("font", "color", "face", "size")
                .addAttributes("table", "border", "cellpadding", "cellspacing", "width", "height")
                .addAttributes("td", "height", "nowrap")
                .addAttributes("a", "name", "target")
                .addProtocols("img", "src", "cid", "data")
                .addProtocols("a", "href", "tel", "#");
    }

    /** A page around the inside of a body, as Graph writes one. */
    static String page(String inside) {
        return HEAD + inside + TAIL;
    }

    /** The inside of a body that shows a text as it is. */
    static String ofText(String text) {
        return "<div>"
                + Entities.escape(text)
                        .replace("\r\n", "\n")
                        .replace("\r", "\n")
                        .replace("\n", "<br>\r\n")
                + "</div>";
    }

    /** What a page says, in lines. */
    static String toText(String html) {
        Document page = Jsoup.parse(html);
        page.select("script, style, head").remove();
        var text = new StringBuilder();
        page.body().traverse(new Lines(text));
        return text.toString()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private record Lines(StringBuilder text) implements NodeVisitor {
        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                String plain = words.text();
                boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
                text.append(atStart ? plain.stripLeading() : plain);
            } else if (node instanceof Element element && element.nameIs("br")) {
                text.append('\n');
            } else if (node instanceof Element element && isBlock(element)) {
                line();
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && isBlock(element)) {
                line();
            }
        }

        private static boolean isBlock(Element element) {
            for (String block : BLOCKS) {
                if (element.nameIs(block)) {
                    return true;
                }
            }
            return false;
        }

        private void line() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }
    }
}
