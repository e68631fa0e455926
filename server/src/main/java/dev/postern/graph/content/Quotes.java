package dev.postern.graph.content;

import dev.postern.compute.Deadline;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Where in a body the quoted message begins. */
public final class Quotes {
    /** The element that Outlook and Postern put before what they quote. */
    public static final String MARK = "divRplyFwdMsg";

    private static final Pattern IN_TEXT = Pattern.compile("(?m)^(?:_{10,}|-{2,} ?Original Message ?-{2,})\\s*$");

    private Quotes() {}

    /** What is new in a text. */
    static String withoutQuote(String text) {
        Matcher mark = IN_TEXT.matcher(text);
        return mark.find() ? text.substring(0, mark.start()).stripTrailing() : text;
    }

    /** What is new in a page. */
    static String withoutQuote(Document page, Deadline deadline) {
        Element mark = page.getElementById(MARK);
        if (mark != null) {
            Element before = mark.previousElementSibling();
            removeFrom(before != null && before.nameIs("hr") ? before : mark);
        }
        return Html.whole(page, deadline);
    }

    /** From the end, where taking one away moves no others. */
    private static void removeFrom(Element first) {
        Element parent = first.parent();
        if (parent == null) {
            first.remove();
            return;
        }
        int from = first.siblingIndex();
        for (int i = parent.childNodeSize() - 1; i >= from; i--) {
            parent.childNode(i).remove();
        }
    }
}
