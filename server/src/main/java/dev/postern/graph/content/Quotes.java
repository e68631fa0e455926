package dev.postern.graph.content;

import dev.postern.compute.Deadline;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds the beginning of the quoted message in a body. */
public final class Quotes {
    /** The element that Outlook and Postern insert before the quoted message. */
    public static final String MARK = "divRplyFwdMsg";

    private static final Pattern IN_TEXT = Pattern.compile("(?m)^(?:_{10,}|-{2,} ?Original Message ?-{2,})\\s*$");

    private Quotes() {}

    /** A text without the quoted message. */
    static String withoutQuote(String text) {
        Matcher mark = IN_TEXT.matcher(text);
        return mark.find() ? text.substring(0, mark.start()).stripTrailing() : text;
    }

    /** A page without the quoted message. */
    static String withoutQuote(Document page, Deadline deadline) {
        Element mark = page.getElementById(MARK);
        if (mark != null) {
            Element before = mark.previousElementSibling();
            removeFrom(before != null && before.nameIs("hr") ? before : mark);
        }
        return Html.whole(page, deadline);
    }

    /** From the end, because removing an element then moves no others. */
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
