package dev.postern.graph.content;

import dev.postern.compute.Compute;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.ContentCache;
import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.html.HtmlBounds;
import dev.postern.html.HtmlText;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * What is made of the HTML of messages, each content once. A page beyond {@link HtmlBounds}, or one that takes too long all the same, is
 * shown as its text: what was stored can always be read.
 */
public record Pages(Compute compute) {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** Of a page that is beyond all bounds so much of its text is shown. */
    private static final int MOST_TEXT = 1 << 20;

    private enum Way {
        CLEAN,
        INSIDE,
        UNQUOTED,
        TEXT
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
        Limit limit = Limit.of(html.length(), LONGEST);
        try {
            return cached(Way.TEXT, html, () -> compute.pool().run(limit, _ -> HtmlText.lines(html)));
        } catch (ComputeRefused e) {
            return shortText(html);
        }
    }

    private String made(Way way, String html, BiFunction<Document, Deadline, String> tree) {
        try {
            return cached(
                    way,
                    html,
                    () -> HtmlBounds.hold(html)
                            ? compute.pool().run(Limit.of(html.length(), LONGEST), deadline -> of(html, tree, deadline))
                            : textPage(html));
        } catch (ComputeRefused e) {
            return textPage(html);
        }
    }

    private interface Making {
        String make();
    }

    private String cached(Way way, String html, Making making) {
        if (html.length() < Limit.SMALL / 4) {
            return making.make();
        }
        ByteBuffer key = ContentCache.key(way.name(), html);
        String known = compute.made().get(key);
        if (known != null) {
            return known;
        }
        String made = making.make();
        compute.made().put(key, made);
        return made;
    }

    private static String of(String html, BiFunction<Document, Deadline, String> tree, Deadline deadline) {
        try {
            Document page = Parser.htmlParser().parseInput(deadline.over(new StringReader(html)), "");
            return tree.apply(page, deadline);
        } catch (StackOverflowError e) {
            // no library promises that it never recurses
            return textPage(html);
        }
    }

    private static String textPage(String html) {
        return Html.ofText(shortText(html));
    }

    private static String shortText(String html) {
        return HtmlText.lines(html, MOST_TEXT);
    }
}
