package dev.postern.graph.content;

import dev.postern.compute.Deadline;
import dev.postern.query.Folding;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** HTML of messages: sanitising it, and converting it to text and back. Stateless. */
public final class Html {
    private static final String HEAD = """
        <html>\r
        <head>\r
        <meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r
        </head>\r
        <body>\r
        """;
    private static final String TAIL = "\r\n</body>\r\n</html>\r\n";

    /** Styles that load or execute something. */
    private static final Pattern UNSAFE_STYLE =
            Pattern.compile("url\\s*\\(|expression|javascript|@import|behaviou?r|-moz-binding|\\\\|/\\*");

    private Html() {}

    /** The sanitised inside of a page's body, without anything that executes code or loads trackers. */
    static String clean(Document dirty, Deadline deadline) {
        deadline.check();
        Document clean = new Cleaner(safelist()).clean(dirty);
        for (Element styled : clean.select("[style]")) {
            deadline.check();
            if (UNSAFE_STYLE.matcher(Folding.lower(styled.attr("style"))).find()) {
                styled.removeAttr("style");
            }
        }
        clean.outputSettings().escapeMode(Entities.EscapeMode.base);
        return inside(clean, deadline);
    }

    /** A complete page, including the elements around its body. */
    static String whole(Document page, Deadline deadline) {
        deadline.check();
        page.outputSettings().prettyPrint(false);
        return page.html(new WithinDeadline(deadline)).toString();
    }

    /** The inside of the body, unchanged. */
    public static String inside(Document page, Deadline deadline) {
        deadline.check();
        page.outputSettings().prettyPrint(false);
        return page.body().html(new WithinDeadline(deadline)).toString();
    }

    /**
     * A parser repeats formatting elements for every paragraph that they span, so the output can be much longer than
     * the input.
     */
    private record WithinDeadline(Deadline deadline, StringBuilder text) implements Appendable {
        /** Slightly more than the longest page that is parsed to a tree, and less than the cache can contain. */
        private static final int MAX_LENGTH = 5 << 20;

        WithinDeadline(Deadline deadline) {
            this(deadline, new StringBuilder());
        }

        @Override
        public Appendable append(CharSequence more) {
            return append(more, 0, more.length());
        }

        @Override
        public Appendable append(CharSequence more, int from, int to) {
            deadline.checkLength((long) text.length() + to - from, MAX_LENGTH);
            text.append(more, from, to);
            return this;
        }

        @Override
        public Appendable append(char c) {
            text.append(c);
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
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

    /** A page around the inside of a body, in Graph's format. */
    public static String page(String inside) {
        return HEAD + inside + TAIL;
    }

    /** The inside of a body that shows a text unchanged. */
    public static String ofText(String text) {
        return "<div>"
                + Entities.escape(text)
                        .replace("\r\n", "\n")
                        .replace("\r", "\n")
                        .replace("\n", "<br>\r\n")
                + "</div>";
    }
}
