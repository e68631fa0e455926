package dev.postern.compute;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Crafted HTML pages. */
public final class HostilePages {
    private HostilePages() {}

    /** Pages by the repeated element; the size is at least a few hundred kilobytes. */
    public static Map<String, IntFunction<String>> all() {
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        for (String tag : List.of(
                "<div>",
                "<table>",
                "<table><tr><td>",
                "<ul>",
                "<ul><li>",
                "<b>",
                "<a href=x>",
                "<font>",
                "<i><b><u>",
                "<p><b>",
                "<b><p>",
                "<a><div>",
                "<form>",
                "<select><option>",
                "<svg><g>",
                "<math><mi>",
                "<template>",
                "<object>",
                "<dl><dt>",
                "<h1>",
                "<span style=color:red>",
                "</p>",
                "</b>",
                "</div>",
                "<!--",
                "<!-- -- ",
                "<!--->",
                "<!",
                "<?",
                "</",
                "<",
                "<a ",
                "<a b='",
                "<a b=\"\" ",
                "<script>",
                "<style></styl",
                "<title>",
                "<textarea></textare",
                "<xmp>",
                "<plaintext>",
                "<noscript><p>",
                "<iframe>",
                "&",
                "&a",
                "&amp",
                "&#x",
                "&#1",
                "&nbsp;",
                "<b></p>",
                "<table><b>",
                "<table>x",
                "<nobr>",
                "<br>",
                "<img src='cid:x'>",
                "\0",
                " ")) {
            pages.put(tag.replace("\0", "NUL"), n -> tag.repeat(n / tag.length()));
        }
        pages.put("attributes", n -> "<a " + numbered(n / 8, "a", "=b ") + ">x</a>");
        pages.put("one attribute again", n -> "<a " + "a=b ".repeat(n / 4) + ">x</a>");
        pages.put("a long attribute", n -> "<a title='" + "x".repeat(n) + "'>y</a>");
        pages.put("fonts over paragraphs", n -> {
            String fonts = IntStream.range(0, 12)
                    .mapToObj(i -> "<font face='" + i + "x".repeat(2_000) + "'>")
                    .collect(Collectors.joining());
            return fonts + "<p>x".repeat(n / 4);
        });
        pages.put("different fonts", n -> numbered(n / 20, "<font size=", "><p>"));
        pages.put("different names", n -> numbered(n / 10, "<x", ">"));
        pages.put("crossed", n -> "<b><i>".repeat(100) + "</b></i><b><i>".repeat(n / 14));
        pages.put("closed out of order", n -> "<b>" + "<div>".repeat(9) + "</b><b>x".repeat(n / 8));
        pages.put("table text", n -> "<table>" + "a<tr>".repeat(n / 5));
        pages.put("styles", n -> "<p style='" + "url ".repeat(n / 4) + "'>");
        // Parsers reopen or copy formatting elements that were not closed.
        pages.put("fonts over texts", n -> numbered(n / 21, "<font color=", "><p>x"));
        pages.put("bold in paragraphs", n -> numbered(n / 17, "<p><b id=", "></p>"));
        pages.put("bold left open", n -> numbered(n / 14, "<p><b id=", ">"));
        pages.put("one word in paragraphs", n -> numbered(n / 17, "<p><nobr id=", ">"));
        pages.put("fonts in lists", n -> "<ul>" + numbered(n / 21, "<li><font size=", ">x"));
        pages.put("fonts in cells", n -> "<table>" + numbered(n / 25, "<tr><td><font size=", ">x"));
        pages.put("closed around a paragraph", n -> "<b><i><u><p>x</b></i></u>".repeat(n / 25));
        pages.put("links around blocks", n -> "<a><b><div></a></b>".repeat(n / 19));
        pages.put("bold between cells", n -> "<table><b><tr><b><td><b>x</table>".repeat(n / 33));
        pages.put("bold before a table", n -> "<table>" + "<b>x<i>y<tr>".repeat(n / 12));
        pages.put("bold over blocks", n -> ("<b><div>".repeat(100) + "x" + "</b>".repeat(100)).repeat(n / 1_201));
        pages.put("eight blocks", n -> ("<i>" + "<div>".repeat(8) + "x</i>").repeat(n / 48));
        pages.put("links over paragraphs", n -> "<a><p>".repeat(n / 6));
        pages.put("markers", n -> "<marquee><b></marquee>".repeat(n / 22));
        pages.put("attributes of many", n -> ("<p " + numbered(90, "a", "=1 ") + ">x").repeat(n / 540));
        pages.put("sections of data", n -> "<svg>" + "<![CDATA[x]]>".repeat(n / 13));
        pages.put("siblings", n -> "<p>x</p>".repeat(n / 8));
        pages.put(
                "siblings and a quote",
                n -> "<p>x</p>".repeat(n / 16) + "<div id=\"divRplyFwdMsg\">" + "<p>x</p>".repeat(n / 16));
        return pages;
    }

    static String numbered(int count, String before, String after) {
        return IntStream.range(0, count).mapToObj(i -> before + i + after).collect(Collectors.joining());
    }
}
