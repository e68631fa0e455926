package dev.postern.graph.content;

import dev.postern.compute.Compute;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.ContentCache;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.html.HtmlBounds;
import dev.postern.html.HtmlText;
import java.io.StringReader;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * Converts the HTML of messages, and caches the results by content. A page beyond {@link HtmlBounds}, one whose tree
 * needs more memory than available, or one that takes too long is shown as its text, so that every stored page can be
 * read. Belongs to one request.
 */
public final class Pages {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);
    /** Maximum number of characters shown of the text of a page beyond the limits. */
    private static final int MAX_TEXT_LENGTH = 1 << 20;
    /** Maximum length as HTML; line breaks and entities are longer than their characters. */
    private static final int MAX_HTML_LENGTH = 2 << 20;
    /** Shorter pages are not cached. */
    private static final int MIN_CACHED_LENGTH = 1024;
    /** Memory per character of a single pass. */
    private static final long SCAN_BYTES_PER_CHARACTER = 8;

    /** Temporary allocations in multiples of the tree's size: parsing of URLs, decoding of entities. */
    static final int TEMPORARY_FACTOR = 3;

    /** A short page with a large tree is not small work. */
    private static final long WEIGHT_OF_CHARACTER = 64;

    private final Compute compute;
    private int refused;

    public Pages(Compute compute) {
        this.compute = compute;
    }

    private enum Way {
        CLEAN,
        INSIDE,
        UNQUOTED,
        TEXT,
        TEXT_PAGE
    }

    /** The sanitised inside of a page's body, without anything that executes code or loads trackers. */
    public String clean(String html) {
        return convert(Way.CLEAN, html, Html::clean);
    }

    /** The inside of its body unchanged, to be put into another page. */
    public String inside(String html) {
        return convert(Way.INSIDE, html, Html::inside);
    }

    /** Runs the conversions. */
    public Compute compute() {
        return compute;
    }

    /** How many pages could not be converted now, and are shown as their text. */
    public int refused() {
        return refused;
    }

    /** The page without the quoted message. */
    String withoutQuote(String html) {
        return html.contains(Quotes.MARK) ? convert(Way.UNQUOTED, html, Quotes::withoutQuote) : html;
    }

    /** The text of a page, in lines. Always a single pass. */
    public String text(String html) {
        try {
            return cached(Way.TEXT, html, () -> compute.pool().run(scanning(html), _ -> HtmlText.lines(html)));
        } catch (ComputeRefused e) {
            refused++;
            return HtmlText.lines(html, MAX_TEXT_LENGTH);
        }
    }

    private String convert(Way way, String html, BiFunction<Document, Deadline, String> tree) {
        try {
            return cached(way, html, () -> {
                long weight = compute.pool().run(scanning(html), _ -> HtmlBounds.weight(html));
                if (weight > compute.pool().maxMemory()) {
                    return textPage(html);
                }
                long size = Math.max(html.length(), weight / WEIGHT_OF_CHARACTER);
                Limit limit = new Limit(size, TIME_LIMIT, weight, TEMPORARY_FACTOR * weight);
                return compute.pool().run(limit, deadline -> of(html, tree, deadline));
            });
        } catch (ComputeRefused e) {
            refused++;
            return textPage(html);
        }
    }

    private static Limit scanning(String html) {
        return Limit.of(html.length(), TIME_LIMIT, SCAN_BYTES_PER_CHARACTER * html.length() + Limit.SMALL);
    }

    private String cached(Way way, String html, Supplier<String> making) {
        return html.length() < MIN_CACHED_LENGTH
                ? making.get()
                : compute.made().get(ContentCache.key(way.name(), html), making);
    }

    private static String of(String html, BiFunction<Document, Deadline, String> tree, Deadline deadline) {
        try {
            Document page = Parser.htmlParser().parseInput(deadline.over(new StringReader(html)), "");
            return tree.apply(page, deadline);
        } catch (StackOverflowError e) {
            // a library may recurse on some input
            return shortPage(html);
        }
    }

    private String textPage(String html) {
        try {
            return cached(Way.TEXT_PAGE, html, () -> compute.pool().run(scanning(html), _ -> shortPage(html)));
        } catch (ComputeRefused e) {
            return shortPage(html);
        }
    }

    private static String shortPage(String html) {
        String text = HtmlText.lines(html, MAX_TEXT_LENGTH);
        String page = Html.ofText(text);
        while (page.length() > MAX_HTML_LENGTH) {
            int half = text.length() / 2;
            text = text.substring(0, Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half);
            page = Html.ofText(text);
        }
        return page;
    }
}
