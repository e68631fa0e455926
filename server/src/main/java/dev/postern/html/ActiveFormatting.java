package dev.postern.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The list of active formatting elements, as a parser of HTML keeps it: formatting that was not closed when the paragraph or the cell
 * around it ended is opened again where the next text begins. Only the end of the list is kept, since a parser looks no further back.
 */
final class ActiveFormatting {
    /** As many as the parser that builds the trees opens again at a time. */
    private static final int LONGEST = 12;
    /** Equal elements beyond so many are not opened again. */
    private static final int EQUAL = 3;

    private static final Set<String> NAMES =
            Set.of("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u");
    /** What is open outside of them is not opened again within. */
    private static final Set<String> SCOPES = Set.of("td", "th", "caption", "marquee", "object", "applet");

    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        private final String name;
        private final int attributes;
        private boolean open = true;

        Entry(String name, int attributes) {
            this.name = name;
            this.attributes = attributes;
        }

        boolean isScope() {
            return SCOPES.contains(name);
        }
    }

    static boolean isFormatting(String name) {
        return NAMES.contains(name);
    }

    static boolean isScope(String name) {
        return SCOPES.contains(name);
    }

    /** An element of formatting, or one that is a scope for it, was opened. */
    void opened(String name, int attributes) {
        if (attributes == 0 && !SCOPES.contains(name)) {
            limitEqual(name);
        }
        entries.add(new Entry(name, attributes));
        if (entries.size() > 2 * LONGEST) {
            entries.subList(0, LONGEST).clear();
        }
    }

    private void limitEqual(String name) {
        int equal = 0;
        int first = -1;
        for (int i = entries.size() - 1; i >= 0 && !entries.get(i).isScope(); i--) {
            Entry entry = entries.get(i);
            if (entry.attributes == 0 && entry.name.equals(name)) {
                equal++;
                first = i;
            }
        }
        if (equal >= EQUAL) {
            entries.remove(first);
        }
    }

    /** Its end tag came. */
    void closed(String name) {
        for (int i = entries.size() - 1; i >= 0 && !entries.get(i).isScope(); i--) {
            if (entries.get(i).name.equals(name)) {
                entries.remove(i);
                return;
            }
        }
    }

    /** It ended because what is around it did; a scope takes what was opened in it along. */
    void ended(String name) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.open && entry.name.equals(name)) {
                if (entry.isScope()) {
                    entries.subList(i, entries.size()).clear();
                } else {
                    entry.open = false;
                }
                return;
            }
        }
    }

    /** The names of what is opened again where text begins, outermost first. They count as open from now on. */
    List<String> reopened() {
        if (entries.isEmpty() || entries.getLast().open) {
            return List.of();
        }
        int from = entries.size();
        while (from > 0
                && entries.size() - from < LONGEST
                && !entries.get(from - 1).open
                && !entries.get(from - 1).isScope()) {
            from--;
        }
        List<String> names = new ArrayList<>();
        for (Entry entry : entries.subList(from, entries.size())) {
            entry.open = true;
            names.add(entry.name);
        }
        return names;
    }
}
