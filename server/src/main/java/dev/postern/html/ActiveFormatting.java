package dev.postern.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The list of active formatting elements of the HTML parsing algorithm: formatting that was not closed when the enclosing paragraph or cell
 * ended is reopened where the next text begins. Only the end of the list is stored, because a parser looks no further back.
 */
final class ActiveFormatting {
    /** The maximum number of elements that the tree parser reopens at a time. */
    private static final int MAX_ELEMENTS = 12;
    /** More equal elements than this are not reopened. */
    private static final int EQUAL = 3;

    private static final Set<String> NAMES =
            Set.of("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u");
    /** Formatting elements opened outside of these are not reopened inside. */
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

    /** Called when a formatting element or a scope was opened. */
    void opened(String name, int attributes) {
        if (attributes == 0 && !SCOPES.contains(name)) {
            limitEqual(name);
        }
        entries.add(new Entry(name, attributes));
        if (entries.size() > 2 * MAX_ELEMENTS) {
            entries.subList(0, MAX_ELEMENTS).clear();
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

    /** Called for an end tag. */
    void closed(String name) {
        for (int i = entries.size() - 1; i >= 0 && !entries.get(i).isScope(); i--) {
            if (entries.get(i).name.equals(name)) {
                entries.remove(i);
                return;
            }
        }
    }

    /** Called when an element ended because an enclosing element ended; a scope also removes what was opened inside it. */
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

    /** Returns the names of the elements to reopen before text, outermost first. From then on they count as open. */
    List<String> reopened() {
        if (entries.isEmpty() || entries.getLast().open) {
            return List.of();
        }
        int from = entries.size();
        while (from > 0
                && entries.size() - from < MAX_ELEMENTS
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
