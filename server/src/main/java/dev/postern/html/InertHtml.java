package dev.postern.html;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes the HTML of a message again so that it does nothing when it is displayed: known elements and attributes only, no scripts, no forms, no addresses that a
 * browser would ask or follow. Of styles only what loads nothing remains. Everything is written in one way, so that a browser reads it as
 * it was read here: foreign elements such as SVG, in which other rules apply, are left out. Stateless.
 */
public final class InertHtml {
    /** In characters. What is longer is cut. */
    public static final int MAX_LENGTH = 2 << 20;

    /** The attribute of links, because a browser does not mark links without a target. */
    public static final String LINK = "data-link";

    private static final int MAX_FOUND = 500;
    private static final int MAX_ADDRESS = 2_000;
    private static final int MAX_TEXT = 200;

    private InertHtml() {}

    /** What an address is in a message. */
    public enum Use {
        LINK,
        IMAGE
    }

    /**
     * An address that the page does not contain any more.
     *
     * @param target as the sender wrote it
     * @param text of a link, with those of its images, or the alternative text of an image
     */
    public record Found(Use use, String target, String text) {}

    /**
     * @param html to be displayed
     * @param found links and images, at most 500
     * @param more whether there were more
     * @param cut whether the page was too long
     */
    public record Result(String html, List<Found> found, boolean more, boolean cut) {
        public Result {
            found = List.copyOf(found);
        }
    }

    /** @param images returns the {@code data:} address for a content id, if the message contains the image */
    public static Result of(String html, Function<String, Optional<String>> images) {
        Writer writer = new Writer(images);
        HtmlScan.scan(html, writer);
        writer.endLink();
        return new Result(writer.out.toString(), writer.found, writer.more, writer.cut);
    }

    private static final class Writer implements HtmlScan.Sink {
        private final Function<String, Optional<String>> images;
        private final StringBuilder out = new StringBuilder();
        private final List<Found> found = new ArrayList<>();
        private final StringBuilder linkText = new StringBuilder();
        private String link = "";
        private boolean more;
        private boolean cut;

        Writer(Function<String, Optional<String>> images) {
            this.images = images;
        }

        @Override
        public void text(String html, int from, int to, String raw) {
            switch (raw) {
                case "" -> {
                    escaped(html, from, to);
                    label(html, from, to);
                }
                case "style" -> append(InertStyles.sheet(html.substring(from, bounded(from, to))));
                case "xmp", "plaintext", "textarea" -> escaped(html, from, to);
                default -> {
                    // scripts, frames and titles
                }
            }
        }

        private void escaped(String html, int from, int to) {
            append(html.substring(from, bounded(from, to)).replace("<", "&lt;"));
        }

        private static int bounded(int from, int to) {
            return Math.min(to, from + MAX_LENGTH);
        }

        private void label(String html, int from, int to) {
            if (!link.isEmpty() && linkText.length() < MAX_TEXT) {
                linkText.append(Entities.decoded(html.substring(from, Math.min(to, from + MAX_TEXT)), false));
            }
        }

        private void append(String text) {
            if (out.length() + text.length() > MAX_LENGTH) {
                cut = true;
            } else if (!cut) {
                out.append(text);
            }
        }

        @Override
        public void open(HtmlTag tag) {
            if (tag.name().equals("a")) {
                endLink();
            }
            if (tag.name().equals("img") && !link.isEmpty() && linkText.length() < MAX_TEXT) {
                // a reader takes the alternative text for the text of the link
                linkText.append(' ')
                        .append(shortened(tag.value("alt"), MAX_TEXT))
                        .append(' ');
            }
            if (InertNames.isElement(tag.name())) {
                append("<" + tag.name() + attributes(tag) + ">");
            }
        }

        @Override
        public void close(String name) {
            if (name.equals("a")) {
                endLink();
            }
            if (InertNames.isElement(name) && !InertNames.isVoid(name)) {
                append("</" + name + ">");
            }
        }

        private String attributes(HtmlTag tag) {
            StringBuilder kept = new StringBuilder();
            Set<String> seen = new HashSet<>();
            AttributeScan scan = new AttributeScan(tag.html(), tag.from(), tag.to());
            while (scan.next()) {
                String name = scan.name(InertNames.MAX_LENGTH);
                // of two attributes with one name, a browser reads the first
                if (!seen.add(name) || seen.size() > InertNames.MAX_ATTRIBUTES) {
                    continue;
                }
                if (name.equals("style")) {
                    String styles = InertStyles.declarations(Entities.decoded(scan.value(), true));
                    kept.append(styles.isEmpty() ? "" : attribute(name, styles));
                } else if (InertNames.isAttribute(name) && !isTitleOfLink(tag, name)) {
                    kept.append(attribute(name, Entities.decoded(scan.value(), true)));
                } else if (name.equals("href") && tag.name().equals("a")) {
                    kept.append(href(Entities.decoded(scan.value(), true)));
                } else if (name.equals("src") && tag.name().equals("img")) {
                    kept.append(source(tag, Entities.decoded(scan.value(), true)));
                }
            }
            return kept.toString();
        }

        /** It could name another target than the link has. */
        private static boolean isTitleOfLink(HtmlTag tag, String attribute) {
            return attribute.equals("title") && tag.name().equals("a");
        }

        private static String attribute(String name, String value) {
            return " " + name + "=\""
                    + value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;") + "\"";
        }

        /** The target is shown when the pointer is on the link, and leads nowhere. */
        private String href(String target) {
            String address = target.strip();
            if (address.isEmpty() || address.startsWith("#")) {
                return "";
            }
            link = shortened(address, MAX_ADDRESS);
            return attribute("title", link) + attribute(LINK, "");
        }

        private String source(HtmlTag tag, String source) {
            String address = source.strip();
            if (address.regionMatches(true, 0, "cid:", 0, 4)) {
                return images.apply(address.substring(4))
                        .map(data -> attribute("src", data))
                        .orElse("");
            }
            if (InertNames.isEmbeddedImage(address)) {
                return attribute("src", address);
            }
            add(new Found(Use.IMAGE, shortened(address, MAX_ADDRESS), shortened(tag.value("alt"), MAX_TEXT)));
            return "";
        }

        void endLink() {
            if (!link.isEmpty()) {
                add(new Found(
                        Use.LINK, link, shortened(linkText.toString().strip().replaceAll("\\s+", " "), MAX_TEXT)));
            }
            link = "";
            linkText.setLength(0);
        }

        private void add(Found one) {
            if (found.size() < MAX_FOUND) {
                found.add(one);
            } else {
                more = true;
            }
        }

        private static String shortened(String text, int max) {
            int end = Math.min(text.length(), max);
            return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
        }

        @Override
        public boolean enough() {
            return cut;
        }
    }
}
