package dev.postern.graph.mail;

import dev.postern.mailbox.Body;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Where in a body the quoted message begins. */
final class Quotes {
    /** The element that Outlook and Postern put before what they quote. */
    static final String MARK = "divRplyFwdMsg";

    private static final Pattern IN_TEXT = Pattern.compile("(?m)^(?:_{10,}|-{2,} ?Original Message ?-{2,})\\s*$");

    private Quotes() {}

    /** What is new in a body: everything before the quote. */
    static Body withoutQuote(Body body) {
        if (body.type() == Body.Type.TEXT) {
            Matcher mark = IN_TEXT.matcher(body.content());
            return mark.find()
                    ? new Body(
                            Body.Type.TEXT,
                            body.content().substring(0, mark.start()).stripTrailing())
                    : body;
        }
        Document page = Jsoup.parse(body.content());
        Element mark = page.getElementById(MARK);
        if (mark == null) {
            return body;
        }
        page.outputSettings().prettyPrint(false);
        Element before = mark.previousElementSibling();
        removeFrom(before != null && before.nameIs("hr") ? before : mark);
        return new Body(Body.Type.HTML, page.outerHtml());
    }

    private static void removeFrom(Element first) {
        Node node = first;
        while (node != null) {
            Node next = node.nextSibling();
            node.remove();
            node = next;
        }
    }
}
