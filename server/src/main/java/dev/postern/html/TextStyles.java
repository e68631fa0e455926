package dev.postern.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/** The open elements whose style preserves line breaks. The scan has no tree, so elements of the same name inside them are counted. */
final class TextStyles {
    private static final Pattern PRESERVED =
            Pattern.compile("(?i)(^|;)\\s*white-space\\s*:\\s*(pre|pre-wrap|break-spaces)\\s*(!|;|$)");

    private static final Set<String> EMPTY =
            Set.of("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");
    private static final int MAX_DEPTH = 1000;

    private static final class Open {
        final String name;
        int inside;

        Open(String name) {
            this.name = name;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();

    boolean isPreformatted() {
        return !open.isEmpty();
    }

    void open(HtmlTag tag) {
        Open last = open.peek();
        if (last != null && last.name.equals(tag.name())) {
            if (tag.name().equals("p")) {
                // a paragraph ends where the next begins
                open.pop();
            } else {
                last.inside++;
            }
        }
        if (tag.attributes() > 0
                && open.size() < MAX_DEPTH
                && !EMPTY.contains(tag.name())
                && PRESERVED.matcher(tag.value("style")).find()) {
            if (last != null && last == open.peek() && last.name.equals(tag.name())) {
                // it counts as itself, not as an element inside the other
                last.inside--;
            }
            open.push(new Open(tag.name()));
        }
    }

    void close(String name) {
        Open last = open.peek();
        if (last != null && last.name.equals(name)) {
            if (last.inside > 0) {
                last.inside--;
            } else {
                open.pop();
            }
        }
    }
}
