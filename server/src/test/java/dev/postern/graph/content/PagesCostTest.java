package dev.postern.graph.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ContentCache;
import dev.postern.compute.Cost;
import dev.postern.compute.HostilePages;
import dev.postern.html.HtmlBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The conversion of pages: its cost is limited for every page, ordinary pages are converted completely, and results are
 * cached.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesCostTest {
    private final Compute nothingKept = new Compute(new ComputePool(1), new ContentCache(0));
    private final Pages pages = new Pages(nothingKept);

    @AfterAll
    void close() {
        nothingKept.close();
    }

    @TestFactory
    List<DynamicTest> everyPage() {
        var tests = new ArrayList<DynamicTest>();
        HostilePages.all()
                .forEach((name, page) -> tests.add(Cost.waited("page " + name, 300_000, n -> {
                    String html = page.apply(n);
                    return () -> {
                        var _ = pages.clean(html);
                        var _ = pages.inside(html);
                        var _ = pages.withoutQuote(html);
                        var _ = pages.text(html);
                    };
                })));
        return tests;
    }

    /** The weight estimated before a tree is built must not be exceeded, or more memory is used than reserved. */
    @TestFactory
    List<DynamicTest> noTreeExceedsItsEstimatedWeight() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        var tests = new ArrayList<DynamicTest>();
        HostilePages.all()
                .forEach((name, page) -> tests.add(DynamicTest.dynamicTest("weight of " + name, () -> {
                    String html = page.apply(100_000);
                    long weight = HtmlBounds.weight(html);
                    if (weight == HtmlBounds.BEYOND) {
                        return;
                    }
                    long before = threads.getCurrentThreadAllocatedBytes();
                    Document tree = Parser.htmlParser().parseInput(html, "");
                    long after = threads.getCurrentThreadAllocatedBytes();
                    // entities are decoded into temporary texts, so more is allocated than is in use at the same time
                    assertTrue(
                            after - before < Pages.TEMPORARY_FACTOR * weight,
                            "weight " + weight + ", tree " + (after - before));
                    // an element with its attributes needs some 200 bytes, and twice that with its sanitised copy
                    assertTrue(
                            400L * tree.stream().count() < weight,
                            "weight " + weight + ", " + tree.stream().count());
                })));
        return tests;
    }

    /** Each of these cost half a second and 400 MB at every read. */
    @Test
    void formattingReopenedInEveryParagraphIsShownAsText() {
        for (String page : List.of("fonts over texts", "bold in paragraphs", "bold left open", "fonts in lists")) {
            String html = Objects.requireNonNull(HostilePages.all().get(page)).apply(500_000);
            assertTrue(HtmlBounds.weight(html) > 200L << 20, page);
            assertFalse(pages.clean(html + "<b>end</b>").contains("<b>"), page);
            assertTrue(pages.inside(html + "<b>end</b>").contains("end"), page);
        }
        // unclosed elements as in ordinary pages, not an attack
        String sloppy = "<p><font color=red>x<p><b>y".repeat(500);
        assertTrue(pages.clean(sloppy).contains("<b>"));
    }

    @Test
    void aTreeThatNeedsTooMuchMemoryIsNotBuilt() {
        String page = "<p><b>x</b></p>".repeat(20_000);
        try (Compute small = new Compute(new ComputePool(2, 4 << 20), new ContentCache(1 << 20));
                Compute large = new Compute(new ComputePool(2, 64 << 20), new ContentCache(1 << 20))) {
            assertFalse(new Pages(small).clean(page).contains("<b>"));
            assertTrue(new Pages(large).clean(page).contains("<b>"));
            assertEquals(0, small.pool().late());
        }
    }

    @Test
    void theLengthOfShownPagesIsLimited() {
        assertTrue(
                pages.clean("&amp;<br>".repeat(50_000) + "<br>".repeat(500_000)).length() <= 2 << 20);
        assertTrue(pages.clean("<".repeat(3_000_000)).length() <= 5 << 20);
        assertTrue(pages.inside("<p>" + "&".repeat(3_000_000)).length() <= 5 << 20);
    }

    @Test
    void aPageBeyondTheBoundsIsShownAsText() {
        String shown = pages.clean("<div>".repeat(60_000) + "Hello <script>alert(1)</script> <b>you</b> &lt;3");
        assertEquals("<div>Hello you &lt;3</div>", shown);
        assertFalse(pages.clean("<table>".repeat(5_000) + "<img src=x onerror=alert(1)>")
                .contains("<img"));
    }

    @Test
    void aLargeNewsletterIsShownCompletely() {
        String rows = IntStream.range(0, 7_000)
                .mapToObj(i -> "<tr><td style=\"padding:" + i + "px\"><p>Offer <b>" + i
                        + "</b> <a href=\"https://contoso.example/" + i + "\">see</a><br></td></tr>")
                .collect(Collectors.joining("\r\n"));
        String newsletter = "<html><body>" + "<div>".repeat(100) + "<table>" + rows + "</table>" + "</div>".repeat(100)
                + "</body></html>";
        assertTrue(newsletter.length() > 700_000);
        assertTrue(isWithinBounds(newsletter));
        assertTrue(pages.clean(newsletter).contains("<a href=\"https://contoso.example/6999\""));
    }

    private static boolean isWithinBounds(String html) {
        return HtmlBounds.weight(html) != HtmlBounds.BEYOND;
    }

    /** Elements that mail programs usually leave unclosed. */
    @Test
    void ordinaryUnclosedElementsAreNotCountedAsDepth() {
        assertTrue(isWithinBounds("<p>x<br><img src=x>".repeat(10_000)));
        assertTrue(isWithinBounds("<ul>" + "<li>x".repeat(10_000) + "</ul>"));
        assertTrue(isWithinBounds("<table>" + "<tr><td>x<td>y".repeat(5_000) + "</table>"));
        assertTrue(isWithinBounds("<b><i>x</b></i>".repeat(10_000)));
        assertFalse(isWithinBounds("<b>".repeat(300)));
    }

    @Test
    void convertedPagesAreCached() {
        ContentCache made = new ContentCache(1 << 20);
        try (Compute compute = new Compute(new ComputePool(1), made)) {
            Pages keeping = new Pages(compute);
            String page = "<p>x</p>".repeat(10_000);
            String first = keeping.clean(page);
            assertTrue(made.size() > first.length());
            assertSame(first, keeping.clean(page));
            assertNotSame(first, keeping.inside(page));
        }
    }
}
