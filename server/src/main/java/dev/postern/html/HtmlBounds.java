package dev.postern.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether building a tree of an HTML page is affordable, and how much memory that takes. Mail written by people is far below the
 * limits. Beyond them the cost of a tree is not proportional to the length of the page, and the page should be shown as text.
 */
public final class HtmlBounds implements HtmlScan.Sink {
    public static final int MAX_LENGTH = 4 << 20;
    public static final int MAX_ELEMENTS = 60_000;
    public static final int MAX_DEPTH = 256;
    public static final int MAX_ATTRIBUTES = 100;
    /** The weight of a page beyond the limits. */
    public static final long BEYOND = Long.MAX_VALUE;

    /** Bytes allocated to build, sanitise and serialise a tree: measured for the most expensive case of each kind. */
    private static final long ELEMENT = 600;
    /** Includes a copy of its attributes. */
    private static final long REOPENED = 900;

    private static final long ATTRIBUTE = 160;
    private static final long TEXT = 80;
    private static final long CHARACTER = 9;
    private static final long PAGE = 64 << 10;

    /** How often a parser repairs misnested formatting for one end tag. */
    private static final int MAX_REPAIRED = 8;

    private static final int MAX_REPAIRED_WITHIN = 3;

    private static final Set<String> EMPTY = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");
    /** Elements that end the previous sibling of the same kind, even if it was not closed. */
    private static final Set<String> SIBLINGS =
            Set.of("p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup");

    private static final Set<String> FRAMES = Set.of("table", "ul", "ol", "dl", "div", "select", "blockquote");

    /** Elements that must not be nested in one of the same name. */
    private static final Set<String> ALONE = Set.of("a", "nobr");

    private final String[] open = new String[MAX_DEPTH + 1];
    private final Map<String, Integer> counts = new HashMap<>();
    private final ActiveFormatting formatting = new ActiveFormatting();
    private int depth;
    private int elements;
    private long reopened;
    private long allAttributes;
    private long texts;
    private boolean beyond;

    private HtmlBounds() {}

    /** Returns the maximum bytes allocated to show the page using a tree; {@link #BEYOND} if no tree may be built. */
    public static long weight(String html) {
        if (html.length() > MAX_LENGTH) {
            return BEYOND;
        }
        HtmlBounds bounds = new HtmlBounds();
        HtmlScan.scan(html, bounds);
        return bounds.beyond ? BEYOND : bounds.weight(html.length());
    }

    private long weight(long length) {
        return PAGE
                + ELEMENT * elements
                + REOPENED * reopened
                + ATTRIBUTE * allAttributes
                + TEXT * texts
                + CHARACTER * length;
    }

    /** Inside SVG and MathML, scripts are parsed as markup. */
    @Override
    public void text(String html, int from, int to, String raw) {
        texts++;
        reopen();
        if (!raw.isEmpty()) {
            int tags = 0;
            for (int at = html.indexOf('<', from); at >= 0 && at < to; at = html.indexOf('<', at + 1)) {
                tags++;
            }
            elements += tags;
            beyond |= tags > MAX_DEPTH;
        }
    }

    @Override
    public void comment() {
        texts++;
    }

    @Override
    public void open(String name, int attributes) {
        elements++;
        allAttributes += attributes;
        beyond |= elements > MAX_ELEMENTS || attributes > MAX_ATTRIBUTES;
        if (beyond) {
            return;
        }
        if (ALONE.contains(name)) {
            close(name);
        }
        if (SIBLINGS.contains(name) && isOpen(name)) {
            endSibling(name);
        }
        if (!SIBLINGS.contains(name) && !FRAMES.contains(name)) {
            reopen();
        }
        if (EMPTY.contains(name)) {
            return;
        }
        push(name);
        if (ActiveFormatting.isFormatting(name) || ActiveFormatting.isScope(name)) {
            formatting.opened(name, attributes);
        }
    }

    private void push(String name) {
        if (depth == MAX_DEPTH) {
            beyond = true;
            return;
        }
        open[depth++] = name;
        counts.merge(name, 1, Integer::sum);
    }

    private void reopen() {
        for (String name : formatting.reopened()) {
            reopened++;
            push(name);
        }
    }

    private boolean isOpen(String name) {
        return counts.getOrDefault(name, 0) > 0;
    }

    /** Searches no further than the enclosing element of the siblings. */
    private void endSibling(String name) {
        for (int i = depth - 1; i >= 0 && !FRAMES.contains(open[i]); i--) {
            if (open[i].equals(name)) {
                endTo(i);
                return;
            }
        }
    }

    private void endTo(int place) {
        while (depth > place) {
            String name = open[--depth];
            counts.merge(name, -1, Integer::sum);
            formatting.ended(name);
        }
    }

    /** As in a browser, misnested formatting leaves inner elements open, by copying them. */
    @Override
    public void close(String name) {
        boolean isFormatting = ActiveFormatting.isFormatting(name);
        if (isFormatting) {
            formatting.closed(name);
        }
        if (!isOpen(name)) {
            return;
        }
        int place = depth - 1;
        while (!open[place].equals(name)) {
            place--;
        }
        if (isFormatting) {
            repair(place + 1);
        }
        if (SIBLINGS.contains(name) || FRAMES.contains(name) || ActiveFormatting.isScope(name)) {
            endTo(place);
        } else {
            System.arraycopy(open, place + 1, open, place, depth - place - 1);
            depth--;
            counts.merge(name, -1, Integer::sum);
        }
    }

    private void repair(int from) {
        int blocks = 0;
        int within = 0;
        for (int i = from; i < depth; i++) {
            if (ActiveFormatting.isFormatting(open[i])) {
                within++;
            } else {
                blocks++;
            }
        }
        reopened += (long) Math.min(MAX_REPAIRED, blocks) * (1 + Math.min(MAX_REPAIRED_WITHIN, within));
        reopened += blocks == 0 ? Math.min(MAX_REPAIRED, within) : 0;
    }

    @Override
    public boolean enough() {
        return beyond;
    }
}
