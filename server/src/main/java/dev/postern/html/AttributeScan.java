package dev.postern.html;

import java.util.Locale;

/** Reads the attributes of one tag in order. It reads every character once, except for whitespace before an equals sign. */
final class AttributeScan {
    private final String html;
    private final int end;
    private int at;
    private int name;
    private int nameEnd;
    private int value;
    private int valueEnd;

    AttributeScan(String html, int from, int end) {
        this.html = html;
        this.end = end;
        this.at = from;
    }

    /** Moves to the next attribute; false at the end of the tag. */
    boolean next() {
        while (at < end && (isSpace(html.charAt(at)) || html.charAt(at) == '/')) {
            at++;
        }
        if (at >= end || html.charAt(at) == '>') {
            return false;
        }
        readName();
        value = at;
        valueEnd = at;
        int after = skipSpace(at);
        if (after < end && html.charAt(after) == '=') {
            readValue(skipSpace(after + 1));
        } else {
            at = after;
        }
        return true;
    }

    private void readName() {
        name = at++;
        while (at < end && " \t\r\n\f/>=".indexOf(html.charAt(at)) < 0) {
            at++;
        }
        nameEnd = at;
    }

    private void readValue(int from) {
        value = from;
        if (from < end && (html.charAt(from) == '"' || html.charAt(from) == '\'')) {
            value = from + 1;
            int quote = html.indexOf(html.charAt(from), value);
            valueEnd = quote < 0 ? end : Math.min(quote, end);
            at = quote < 0 ? end : Math.min(quote + 1, end);
            return;
        }
        at = from;
        while (at < end && html.charAt(at) != '>' && !isSpace(html.charAt(at))) {
            at++;
        }
        valueEnd = at;
    }

    private int skipSpace(int from) {
        int to = from;
        while (to < end && isSpace(html.charAt(to))) {
            to++;
        }
        return to;
    }

    boolean isNamed(String wanted) {
        return nameEnd - name == wanted.length() && html.regionMatches(true, name, wanted, 0, wanted.length());
    }

    /** The name in lower case, cut at this length. */
    String name(int maxLength) {
        return html.substring(name, Math.min(nameEnd, name + maxLength)).toLowerCase(Locale.ROOT);
    }

    /** The value as it is in the page. */
    String value() {
        return html.substring(value, valueEnd);
    }

    /** Where the scan is: at the closing bracket when {@link #next} has returned false, unless the page ends before it. */
    int position() {
        return at;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }
}
