package dev.postern.html;

import java.util.Set;
import org.jsoup.parser.Parser;

/** Extracts the text of HTML without building a tree. Stateless. */
public final class HtmlText {
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "tr",
            "ul");

    /** Elements that are displayed next to each other but separate words. */
    private static final Set<String> CELLS = Set.of("td", "th", "option", "button");

    private HtmlText() {}

    /** Returns the text in lines, as a browser displays it. */
    public static String lines(String html) {
        return lines(html, Integer.MAX_VALUE);
    }

    /** Returns the text in lines, cut at this length. */
    public static String lines(String html, int maxLength) {
        return of(html, maxLength, '\n');
    }

    /** Returns the text on one line, cut at this length. */
    public static String line(String html, int maxLength) {
        return of(html, maxLength, ' ');
    }

    private static String of(String html, int maxLength, char separator) {
        Words words = new Words(maxLength, separator);
        HtmlScan.scan(html, words);
        return words.text();
    }

    private static final class Words implements HtmlScan.Sink {
        private final StringBuilder text = new StringBuilder();
        private final int maxLength;
        private final char separator;
        /** The separator before the next word: none, a space, one or two line breaks. */
        private int lines;

        private boolean space;

        Words(int maxLength, char separator) {
            this.maxLength = maxLength;
            this.separator = separator;
        }

        @Override
        public void text(String html, int from, int to, String raw) {
            switch (raw) {
                case "", "textarea", "xmp", "plaintext" -> words(decoded(html.substring(from, to), raw));
                default -> {
                    // scripts, styles, and text that is displayed elsewhere
                }
            }
        }

        private static String decoded(String run, String raw) {
            boolean entities = run.indexOf('&') >= 0 && !raw.equals("xmp") && !raw.equals("plaintext");
            return entities ? Parser.unescapeEntities(run, false) : run;
        }

        private void words(String run) {
            for (int i = 0; i < run.length() && !enough(); i++) {
                char c = run.charAt(i);
                if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0xa0) {
                    space = true;
                } else if (c != 0xad && c != 0x200b) {
                    before();
                    text.append(c);
                }
            }
        }

        private void before() {
            if (!text.isEmpty()) {
                if (lines > 0 && separator == '\n') {
                    text.repeat('\n', Math.min(lines, 2));
                } else if (space || lines > 0) {
                    text.append(' ');
                }
            }
            lines = 0;
            space = false;
        }

        @Override
        public void open(String name, int attributes) {
            if (name.equals("br")) {
                lines++;
            } else {
                block(name);
            }
        }

        @Override
        public void close(String name) {
            block(name);
        }

        private void block(String name) {
            if (BLOCKS.contains(name)) {
                lines = Math.max(lines, 1);
            } else if (CELLS.contains(name)) {
                space = true;
            }
        }

        @Override
        public boolean enough() {
            return text.length() >= maxLength;
        }

        String text() {
            int end = Math.min(text.length(), maxLength);
            return end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))
                    ? text.substring(0, end - 1)
                    : text.substring(0, end);
        }
    }
}
