package dev.postern.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether a page is worth building a tree of, and how much memory that takes. Mail that people read stays far below the bounds; beyond
 * them a tree costs more than the page is long, and who wants to show the page shows its text.
 */
public final class HtmlBounds implements HtmlScan.Sink {
    public static final int LONGEST = 4 << 20;
    public static final int MOST_ELEMENTS = 60_000;
    public static final int DEEPEST = 256;
    public static final int MOST_ATTRIBUTES = 100;
    /** The weight of a page that is beyond the bounds. */
    public static final long BEYOND = Long.MAX_VALUE;

    /** Bytes that are allocated while a tree is built, cleaned and written: measured, for what is most costly of its kind. */
    private static final long ELEMENT = 600;
    /** With a copy of its attributes. */
    private static final long REOPENED = 900;

    private static final long ATTRIBUTE = 160;
    private static final long TEXT = 80;
    private static final long CHARACTER = 9;
    private static final long PAGE = 64 << 10;

    /** A parser repairs formatting that is closed too early at most so often for one end tag. */
    private static final int MOST_REPAIRED = 8;

    private static final int MOST_REPAIRED_WITHIN = 3;

    private static final Set<String> EMPTY = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");
    /** Each of a row ends the one before, wherever it was left open. */
    private static final Set<String> SIBLINGS =
            Set.of("p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup");

    private static final Set<String> FRAMES = Set.of("table", "ul", "ol", "dl", "div", "select", "blockquote");

    /** None of them may be open within another of the same name. */
    private static final Set<String> ALONE = Set.of("a", "nobr");

    private final String[] open = new String[DEEPEST + 1];
    private final Map<String, Integer> counts = new HashMap<>();
    private final ActiveFormatting formatting = new ActiveFormatting();
    private int depth;
    private int elements;
    private long reopened;
    private long allAttributes;
    private long texts;
    private boolean beyond;

    private HtmlBounds() {}

    /** Costs one pass over the page, or less. */
    public static boolean hold(String html) {
        return weight(html) != BEYOND;
    }

    /** Bytes that are allocated, at most, to show the page by a tree of it; {@link #BEYOND} when no tree may be built. */
    public static long weight(String html) {
        if (html.length() > LONGEST) {
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

    /** Within drawings, even what looks like a script is markup. */
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
            beyond |= tags > DEEPEST;
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
        beyond |= elements > MOST_ELEMENTS || attributes > MOST_ATTRIBUTES;
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
        if (depth == DEEPEST) {
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

    /** Looks only as far as the element that the row stands in. */
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

    /** Formatting that was closed out of its order leaves what is in it open, as in a browser, which takes copies of it. */
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
        reopened += (long) Math.min(MOST_REPAIRED, blocks) * (1 + Math.min(MOST_REPAIRED_WITHIN, within));
        reopened += blocks == 0 ? Math.min(MOST_REPAIRED, within) : 0;
    }

    @Override
    public boolean enough() {
        return beyond;
    }
}
