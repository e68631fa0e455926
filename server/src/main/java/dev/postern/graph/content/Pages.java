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
 * What is made of the HTML of messages, each content once. A page beyond {@link HtmlBounds}, one whose tree takes more memory than there
 * is, or one that takes too long all the same, is shown as its text: what was stored can always be read.
 */
public record Pages(Compute compute) {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** Of a page that is beyond all bounds so much of its text is shown. */
    private static final int MOST_TEXT = 1 << 20;
    /** As the inside of a body; line ends and entities take more than their letters. */
    private static final int MOST_WRITTEN = 2 << 20;
    /** Shorter pages are made again each time. */
    private static final int LEAST_KEPT = 1024;
    /** One pass allocates what it finds, and little besides. */
    private static final long SCANNING = 8;

    /** What is allocated for a moment beside what the tree takes: addresses of links are parsed, entities are read. */
    static final int GARBAGE = 3;

    /** A short page whose tree is large is no small work. */
    private static final long WEIGHT_OF_CHARACTER = 64;

    private enum Way {
        CLEAN,
        INSIDE,
        UNQUOTED,
        TEXT,
        TEXT_PAGE
    }

    /** What may be shown of a page: the inside of its body, without anything that runs or loads in secret. */
    public String clean(String html) {
        return made(Way.CLEAN, html, Html::clean);
    }

    /** The inside of its body as it is, for a page around it. */
    public String inside(String html) {
        return made(Way.INSIDE, html, Html::inside);
    }

    /** The page without what it quotes. */
    String withoutQuote(String html) {
        return html.contains(Quotes.MARK) ? made(Way.UNQUOTED, html, Quotes::withoutQuote) : html;
    }

    /** What a page says, in lines. One pass, whatever it is. */
    String text(String html) {
        try {
            return cached(Way.TEXT, html, () -> compute.pool().run(scanning(html), _ -> HtmlText.lines(html)));
        } catch (ComputeRefused e) {
            return HtmlText.lines(html, MOST_TEXT);
        }
    }

    private String made(Way way, String html, BiFunction<Document, Deadline, String> tree) {
        try {
            return cached(way, html, () -> {
                long weight = compute.pool().run(scanning(html), _ -> HtmlBounds.weight(html));
                if (weight > compute.pool().mostMemory()) {
                    return textPage(html);
                }
                long size = Math.max(html.length(), weight / WEIGHT_OF_CHARACTER);
                Limit limit = new Limit(size, LONGEST, weight, GARBAGE * weight);
                return compute.pool().run(limit, deadline -> of(html, tree, deadline));
            });
        } catch (ComputeRefused e) {
            return textPage(html);
        }
    }

    private static Limit scanning(String html) {
        return Limit.of(html.length(), LONGEST, SCANNING * html.length() + Limit.SMALL);
    }

    private String cached(Way way, String html, Supplier<String> making) {
        return html.length() < LEAST_KEPT
                ? making.get()
                : compute.made().get(ContentCache.key(way.name(), html), making);
    }

    private static String of(String html, BiFunction<Document, Deadline, String> tree, Deadline deadline) {
        try {
            Document page = Parser.htmlParser().parseInput(deadline.over(new StringReader(html)), "");
            return tree.apply(page, deadline);
        } catch (StackOverflowError e) {
            // no library promises that it never recurses
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
        String text = HtmlText.lines(html, MOST_TEXT);
        String page = Html.ofText(text);
        while (page.length() > MOST_WRITTEN) {
            int half = text.length() / 2;
            text = text.substring(0, Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half);
            page = Html.ofText(text);
        }
        return page;
    }
}
