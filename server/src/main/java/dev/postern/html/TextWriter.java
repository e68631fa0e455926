package dev.postern.html;

/**
 * Collects text whose separators are pending until the next character: so whitespace collapses, and none is left at the ends of the text
 * or of a line. What the page itself does not contain (markers, rules, indentation) is limited by the length of the page, so that the
 * result is never longer than twice the page and a constant.
 */
final class TextWriter {
    private static final int FREE_DECORATION = 1024;
    private static final int MAX_BREAKS = 2;

    private final StringBuilder text = new StringBuilder();
    private final int maxLength;
    private final boolean oneLine;
    private int decoration;
    private int breaks;
    private int tabs;
    private boolean space;
    private int indent;
    private String marker = "";

    /** @param oneLine whether all separators are a space, without markers and the like */
    TextWriter(int pageLength, int maxLength, boolean oneLine) {
        this.decoration = (int) Math.min(Integer.MAX_VALUE, FREE_DECORATION + (long) pageLength);
        this.maxLength = maxLength;
        this.oneLine = oneLine;
    }

    boolean isOneLine() {
        return oneLine;
    }

    /** A character that is not whitespace. */
    void character(char c) {
        separate();
        text.append(c);
    }

    /** A character of preformatted text. */
    void verbatim(char c) {
        if (oneLine && Character.isWhitespace(c)) {
            space = true;
        } else {
            character(c);
        }
    }

    void space() {
        space = true;
    }

    /** A line break in addition to those pending. */
    void lineBreak() {
        breaks++;
    }

    /** At least this many line breaks. */
    void atLeast(int lineBreaks) {
        breaks = Math.max(breaks, lineBreaks);
    }

    /** At most this many line breaks. */
    void atMost(int lineBreaks) {
        breaks = Math.min(breaks, lineBreaks);
    }

    int pendingBreaks() {
        return breaks;
    }

    void tab() {
        tabs++;
    }

    void noTabs() {
        tabs = 0;
    }

    /** The indentation of lines from here on. */
    void indent(int columns) {
        indent = columns;
    }

    /** Text before the next character that ends the indentation of its line. */
    void marker(String mark) {
        marker = mark;
    }

    boolean hasMarker() {
        return !marker.isEmpty();
    }

    private void separate() {
        if (oneLine) {
            if (!text.isEmpty() && (space || breaks > 0 || tabs > 0)) {
                text.append(' ');
            }
        } else if (text.isEmpty()) {
            beginLine();
        } else if (breaks > 0) {
            stripEnd();
            text.repeat('\n', text.isEmpty() ? 0 : Math.min(breaks, MAX_BREAKS));
            beginLine();
        } else if (tabs > 0) {
            decorate("\t".repeat(Math.min(tabs, decoration)));
        } else if (space) {
            text.append(' ');
        }
        breaks = 0;
        tabs = 0;
        space = false;
        marker = "";
    }

    private void beginLine() {
        if (indent > 0) {
            decorate(" ".repeat(Math.max(0, indent - marker.length())) + marker);
        }
        if (tabs > 0) {
            decorate("\t".repeat(Math.min(tabs, decoration)));
        }
    }

    /** Text that the page does not contain, after the pending separators. */
    void decoration(String added) {
        if (!oneLine && added.length() <= decoration) {
            separate();
            decorate(added);
        }
    }

    private void decorate(String added) {
        if (added.length() <= decoration) {
            decoration -= added.length();
            text.append(added);
        }
    }

    /** Text directly after the last character, before the pending separators. */
    void attach(String added) {
        text.append(added);
    }

    /** Only preformatted text leaves whitespace at the end. */
    private void stripEnd() {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
    }

    int length() {
        return text.length();
    }

    /** Whether the text from this place is this address, apart from a final slash. */
    boolean isSince(int from, String address) {
        int start = from;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int slash = address.endsWith("/") && text.length() - start == address.length() - 1 ? 1 : 0;
        return text.length() - start == address.length() - slash
                && text.indexOf(address.substring(0, address.length() - slash), start) == start;
    }

    boolean isFull() {
        return text.length() >= maxLength;
    }

    String text() {
        stripEnd();
        int end = Math.min(text.length(), maxLength);
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1))
                ? text.substring(0, end - 1)
                : text.substring(0, end);
    }
}
