package dev.postern.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every page of the corpus with the text that is made of it. */
class HtmlTextTest {
    private static final int LENGTH = 100_000;

    @TestFactory
    List<DynamicTest> corpus() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(HtmlTextTest.class.getResource("corpus")).toURI());
        var tests = new ArrayList<DynamicTest>();
        try (var files = Files.newDirectoryStream(folder, "*.html")) {
            for (Path page : files) {
                String name = page.getFileName().toString().replace(".html", "");
                tests.add(dynamicTest(
                        name,
                        () -> assertEquals(
                                Files.readString(folder.resolve(name + ".txt")),
                                HtmlText.lines(Files.readString(page)) + "\n")));
            }
        }
        assertTrue(tests.size() > 30);
        return tests;
    }

    @Test
    void previewHasOnlyWordsOnOneLine() {
        String page =
                "<ul><li>one <a href=https://contoso.example>shop</a><li>two</ul><hr><table><tr><td>a<td>b</table>"
                        + "<img alt=logo src=x><pre>c\n  d</pre>";
        assertEquals("one shop two a b c d", HtmlText.line(page, 255));
        assertEquals("one sho", HtmlText.line(page, 7));
        assertFalse(HtmlText.lines("😀😀", 3).endsWith("\ud83d"));
    }

    @Test
    void additionsAreBoundedByThePage() {
        for (String one : List.of(
                "<li>a",
                "<hr>a",
                "<ul>",
                "<ol><li>a<br>b",
                "<td>",
                "<tr><th><th>a",
                "<p>",
                "<br>",
                "<a href=x>",
                "<a href=\" a b\">c</a>",
                "<img alt=a>",
                "<a href=#><img>",
                "<pre> \n")) {
            String page = one.repeat(LENGTH / one.length());
            assertTrue(HtmlText.lines(page).length() <= 2 * page.length() + 2048, one);
        }
    }
}
