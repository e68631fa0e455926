package dev.postern.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether a page is worth building a tree of. Mail that people read stays far below the bounds; beyond them a tree costs more than the
 * page is long, and who wants to show the page shows its text.
 */
public final class HtmlBounds implements HtmlScan.Sink {
    public static final int LONGEST = 4 << 20;
    public static final int MOST_ELEMENTS = 60_000;
    public static final int DEEPEST = 256;
    public static final int MOST_ATTRIBUTES = 100;

    private static final Set<String> EMPTY = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");
    /** Each of a row ends the one before, wherever it was left open. */
    private static final Set<String> SIBLINGS =
            Set.of("p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup");

    private static final Set<String> FRAMES = Set.of("table", "ul", "ol", "dl", "div", "select", "blockquote");

    private final String[] open = new String[DEEPEST + 1];
    private final Map<String, Integer> counts = new HashMap<>();
    private int depth;
    private int elements;
    private boolean beyond;

    private HtmlBounds() {}

    /** Costs one pass over the page, or less. */
    public static boolean hold(String html) {
        if (html.length() > LONGEST) {
            return false;
        }
        HtmlBounds bounds = new HtmlBounds();
        HtmlScan.scan(html, bounds);
        return !bounds.beyond;
    }

    /** Within drawings, even what looks like a script is markup. */
    @Override
    public void text(String html, int from, int to, String raw) {
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
    public void open(String name, int attributes) {
        elements++;
        beyond |= elements > MOST_ELEMENTS || attributes > MOST_ATTRIBUTES;
        if (beyond || EMPTY.contains(name)) {
            return;
        }
        if (SIBLINGS.contains(name) && isOpen(name)) {
            endSibling(name);
        }
        if (depth == DEEPEST) {
            beyond = true;
            return;
        }
        open[depth++] = name;
        counts.merge(name, 1, Integer::sum);
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
            counts.merge(open[--depth], -1, Integer::sum);
        }
    }

    /** Formatting that was closed out of its order leaves what is in it open, as in a browser. */
    @Override
    public void close(String name) {
        if (!isOpen(name)) {
            return;
        }
        int place = depth - 1;
        while (!open[place].equals(name)) {
            place--;
        }
        if (SIBLINGS.contains(name) || FRAMES.contains(name)) {
            endTo(place);
        } else {
            System.arraycopy(open, place + 1, open, place, depth - place - 1);
            depth--;
            counts.merge(name, -1, Integer::sum);
        }
    }

    @Override
    public boolean enough() {
        return beyond;
    }
}
