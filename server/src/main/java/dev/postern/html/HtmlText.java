package dev.postern.html;

import java.util.Set;

/**
 * Extracts the text of HTML in a single pass, without building a tree. Its layout is that of the text bodies of Exchange: see
 * {@code docs/html-to-text.md}. Stateless.
 */
public final class HtmlText {
    private HtmlText() {}

    /** Returns the text in lines, with the addresses of links, the markers of list items and the alternative texts of images. */
    public static String lines(String html) {
        return lines(html, Integer.MAX_VALUE);
    }

    /** Returns the text in lines, cut at this length. */
    public static String lines(String html, int maxLength) {
        return of(html, maxLength, false);
    }

    /** Returns only the words, on one line, cut at this length. */
    public static String line(String html, int maxLength) {
        return of(html, maxLength, true);
    }

    private static String of(String html, int maxLength, boolean oneLine) {
        TextWriter writer = new TextWriter(html.length(), maxLength, oneLine);
        Layout layout = new Layout(writer);
        HtmlScan.scan(html, layout);
        layout.link.close();
        return writer.text();
    }

    /** Lays out the parts of a page. */
    private static final class Layout implements HtmlScan.Sink {
        private static final Set<String> BLOCKS = Set.of(
                "address",
                "article",
                "aside",
                "body",
                "caption",
                "center",
                "dd",
                "details",
                "div",
                "dt",
                "fieldset",
                "figcaption",
                "figure",
                "footer",
                "form",
                "header",
                "legend",
                "main",
                "nav",
                "section",
                "summary",
                "tbody",
                "tfoot",
                "thead");
        /** Blocks with an empty line before and after them. */
        private static final Set<String> SPACED = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl");

        /** Elements that are displayed next to each other but separate words. */
        private static final Set<String> FIELDS = Set.of("option", "button", "textarea");

        private static final String TEMPLATE = "template";
        private static final String RULE = "_".repeat(32);
        private static final int MAX_ALTERNATIVE_LENGTH = 200;

        private final TextWriter out;
        private final TextCells cells;
        private final TextLists lists = new TextLists();
        private final TextLink link;
        private final TextStyles styled = new TextStyles();
        private int preformatted;
        /** The number of open templates, whose content is not displayed. */
        private int hidden;
        /** A line break directly after the tag is not part of preformatted text. */
        private boolean preformattedBegins;

        private int ruled = -1;

        Layout(TextWriter out) {
            this.out = out;
            this.cells = new TextCells(out);
            this.link = new TextLink(out);
        }

        @Override
        public void text(String html, int from, int to, String raw) {
            if (hidden > 0) {
                return;
            }
            switch (raw) {
                case "" -> write(Entities.decoded(html.substring(from, to), false), isPreformatted());
                case "textarea" -> write(Entities.decoded(html.substring(from, to), false), false);
                case "xmp", "plaintext" -> write(html.substring(from, to), true);
                default -> {
                    // scripts, styles, and text that is displayed elsewhere
                }
            }
        }

        private boolean isPreformatted() {
            return preformatted > 0 || styled.isPreformatted();
        }

        private void write(String run, boolean verbatim) {
            for (int i = 0; i < run.length() && !enough(); i++) {
                char c = run.charAt(i);
                if (verbatim) {
                    verbatim(c == 0xa0 ? ' ' : c);
                } else if (c == 0xa0 || AttributeScan.isSpace(c)) {
                    out.space();
                } else if (c != 0xad && c != 0x200b && c != 0x34f && c != 0xfeff) {
                    cells.text();
                    out.character(c);
                }
            }
        }

        private void verbatim(char c) {
            if (c == '\r') {
                return;
            }
            if (!preformattedBegins || c != '\n') {
                cells.text();
                out.verbatim(c);
            }
            preformattedBegins = false;
        }

        @Override
        public void open(HtmlTag tag) {
            if (tag.name().equals(TEMPLATE)) {
                hidden++;
            }
            if (hidden > 0) {
                return;
            }
            styled.open(tag);
            switch (tag.name()) {
                case "br" -> {
                    if (isPreformatted()) {
                        verbatim('\n');
                    } else if (!cells.isAtStart()) {
                        out.lineBreak();
                    }
                }
                case "a" -> link.open(tag);
                case "img" -> image(tag);
                case "hr" -> rule();
                case "ul", "ol", "menu", "dir" -> {
                    block(lists.isInside() ? 1 : 2);
                    lists.open(tag);
                    out.indent(lists.columns());
                }
                case "li" -> item(tag);
                case "table" -> {
                    block(1);
                    cells.table();
                }
                case "tr" -> cells.row();
                case "td", "th" -> cells.open(tag.name().equals("th"));
                case "pre", "listing" -> {
                    block(2);
                    preformatted++;
                    preformattedBegins = true;
                }
                default -> block(tag.name());
            }
        }

        @Override
        public void close(String name) {
            if (hidden > 0) {
                hidden -= name.equals(TEMPLATE) ? 1 : 0;
                return;
            }
            styled.close(name);
            switch (name) {
                case "a" -> link.close();
                case "ul", "ol", "menu", "dir" -> {
                    lists.close();
                    out.marker("");
                    out.indent(lists.columns());
                    block(lists.isInside() ? 1 : 2);
                }
                case "li" -> endItem();
                case "table" -> cells.table();
                case "tr" -> cells.row();
                case "td", "th" -> cells.close();
                case "pre", "listing" -> {
                    preformatted = Math.max(0, preformatted - 1);
                    block(2);
                }
                default -> block(name);
            }
        }

        private void block(String name) {
            if (SPACED.contains(name)) {
                block(2);
            } else if (BLOCKS.contains(name)) {
                block(1);
            } else if (FIELDS.contains(name)) {
                out.space();
            }
        }

        /** A block that begins an item or a cell does not break its line. */
        private void block(int lineBreaks) {
            if (!cells.isAtStart() && !out.hasMarker()) {
                out.atLeast(lineBreaks);
            }
        }

        private void item(HtmlTag tag) {
            if (lists.hasItems()) {
                endItem();
            }
            out.atLeast(1);
            out.noTabs();
            out.indent(lists.isInside() ? lists.columns() : TextLists.FIRST_COLUMNS);
            out.marker(lists.item(tag));
        }

        /** Paragraphs in an item do not separate it from the next. */
        private void endItem() {
            out.marker("");
            out.atMost(1);
            out.atLeast(1);
            out.indent(lists.columns());
        }

        private void image(HtmlTag tag) {
            link.image();
            String text = tag.value("alt").strip().replaceAll("\\s+", " ");
            String source = tag.value("src").strip();
            String shown = text.isEmpty() && source.startsWith("cid:") ? source : text;
            if (!shown.isEmpty() && !out.isOneLine()) {
                cells.text();
                out.decoration("[" + shown.substring(0, Math.min(shown.length(), MAX_ALTERNATIVE_LENGTH)) + "]");
            }
        }

        /** As Outlook writes it in text; several in a row are one. */
        private void rule() {
            out.atLeast(1);
            if (!out.isOneLine() && ruled != out.length()) {
                cells.text();
                out.decoration(RULE);
                ruled = out.length();
                out.atLeast(1);
            }
        }

        @Override
        public boolean enough() {
            return out.isFull();
        }
    }
}
