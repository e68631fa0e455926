package dev.postern.html;

import java.util.Locale;
import java.util.Set;

/**
 * Splits HTML into tags and text as browsers do, without building a tree. It reads every character once and stores only its
 * position, so depth and number of elements do not matter. Elements left open end at the end of the page.
 */
final class HtmlScan {
    /** Elements whose content is not markup. */
    private static final Set<String> RAW =
            Set.of("script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea", "plaintext");

    private static final int MAX_NAME_LENGTH = 32;

    private final String html;
    private final Sink sink;
    private int at;

    /** Receives the parts of a page in order. */
    interface Sink {
        /** Text between tags, with entities; {@code raw} is the element if its content is not markup, otherwise empty. */
        void text(String html, int from, int to, String raw);

        /** @param name in lower case; long unknown names are truncated */
        void open(String name, int attributes);

        void close(String name);

        /** A comment, or other markup that is neither a tag nor text. */
        default void comment() {}

        /** Called periodically; a sink returns true to stop the scan. */
        default boolean enough() {
            return false;
        }
    }

    private HtmlScan(String html, Sink sink) {
        this.html = html;
        this.sink = sink;
    }

    static void scan(String html, Sink sink) {
        new HtmlScan(html, sink).all();
    }

    private void all() {
        int text = 0;
        while (at < html.length() && !sink.enough()) {
            int tag = html.indexOf('<', at);
            if (tag < 0 || tag + 1 == html.length()) {
                break;
            }
            char next = html.charAt(tag + 1);
            boolean end = next == '/' && tag + 2 < html.length() && isLetter(html.charAt(tag + 2));
            if (!isLetter(next) && !end && next != '!' && next != '?' && next != '/') {
                at = tag + 1;
                continue;
            }
            if (tag > text) {
                sink.text(html, text, tag, "");
            }
            at = tag + 1;
            markup(next, end);
            text = at;
        }
        if (text < html.length() && !sink.enough()) {
            sink.text(html, text, html.length(), "");
        }
        at = html.length();
    }

    private void markup(char next, boolean end) {
        if (end) {
            at++;
            String name = name();
            attributes();
            sink.close(name);
        } else if (isLetter(next)) {
            String name = name();
            int attributes = attributes();
            sink.open(name, attributes);
            if (RAW.contains(name)) {
                raw(name);
            }
        } else if (html.startsWith("!--", at)) {
            sink.comment();
            at += 3;
            comment();
        } else {
            sink.comment();
            pass(html.indexOf('>', at), 1);
        }
    }

    private void comment() {
        if (html.startsWith(">", at) || html.startsWith("->", at)) {
            pass(html.indexOf('>', at), 1);
            return;
        }
        int dashes = html.indexOf("--", at);
        while (dashes >= 0 && !html.startsWith(">", dashes + 2) && !html.startsWith("!>", dashes + 2)) {
            dashes = html.indexOf("--", dashes + 1);
        }
        pass(dashes < 0 ? -1 : html.indexOf('>', dashes), 1);
    }

    private void pass(int found, int length) {
        at = found < 0 ? html.length() : found + length;
    }

    private String name() {
        int start = at;
        while (at < html.length() && " \t\r\n\f/>".indexOf(html.charAt(at)) < 0) {
            at++;
        }
        return html.substring(start, Math.min(at, start + MAX_NAME_LENGTH)).toLowerCase(Locale.ROOT);
    }

    /** Skips the rest of a tag; returns the number of its attributes. */
    private int attributes() {
        int count = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '>') {
                at++;
                return count;
            }
            if (isSpace(c) || c == '/') {
                at++;
            } else {
                count++;
                attribute();
            }
        }
        return count;
    }

    private void attribute() {
        at++;
        while (at < html.length() && " \t\r\n\f/>=".indexOf(html.charAt(at)) < 0) {
            at++;
        }
        int after = at;
        while (after < html.length() && isSpace(html.charAt(after))) {
            after++;
        }
        if (after == html.length() || html.charAt(after) != '=') {
            at = after;
            return;
        }
        at = after + 1;
        while (at < html.length() && isSpace(html.charAt(at))) {
            at++;
        }
        if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
            pass(html.indexOf(html.charAt(at), at + 1), 1);
        } else {
            while (at < html.length() && html.charAt(at) != '>' && !isSpace(html.charAt(at))) {
                at++;
            }
        }
    }

    /** Scans to the end tag of an element whose content is not markup, without consuming the end tag. */
    private void raw(String name) {
        int start = at;
        int end = name.equals("plaintext") ? -1 : html.indexOf("</", at);
        while (end >= 0 && !endsRaw(end + 2, name)) {
            end = html.indexOf("</", end + 2);
        }
        at = end < 0 ? html.length() : end;
        if (at > start) {
            sink.text(html, start, at, name);
        }
    }

    private boolean endsRaw(int from, String name) {
        int to = from + name.length();
        return html.regionMatches(true, from, name, 0, name.length())
                && (to == html.length() || " \t\r\n\f/>".indexOf(html.charAt(to)) >= 0);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }
}
