package dev.postern.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTML that does nothing. */
class InertHtmlTest {
    private static final int LENGTH = 1 << 20;

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)http:|//|url|src\\(|image|cross-fade|element\\(|paint|@import|@font-face|var|<");

    private static InertHtml.Result inert(String html) {
        return InertHtml.of(
                html, id -> id.equals("logo") ? Optional.of("data:image/png;base64,AA==") : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        <p>a</p>                                              | <p>a</p>
        <P CLASS=x STYLE='color:red'>a</P>                    | <p class="x" style="color:red">a</p>
        <p onclick=alert(1) onclick="x">a</p>                 | <p>a</p>
        a<script>alert(1)</script>b                           | ab
        a<script>alert(1)                                     | a
        a<!-- <img src=x> -->b                                | ab
        1 < 2 &lt; 3 & 4                                      | 1 &lt; 2 &lt; 3 & 4
        <svg><style><img src=x></style></svg>                 | <style></style>
        <math><p>a</p></math>                                 | <p>a</p>
        <title>t</title><textarea><img></textarea>            | &lt;img>
        <img src=http://a.example/x width=1>                  | <img width="1">
        <img src=cid:logo>                                    | <img src="data:image/png;base64,AA==">
        <img src=cid:other>                                   | <img>
        <img src="data:image/png;base64,AA==">                | <img src="data:image/png;base64,AA==">
        <img src="data:image/svg+xml;base64,AA==">            | <img>
        <img src="data:image/png;base64,A<">                  | <img>
        <a href="#top">a</a>                                  | <a>a</a>
        <a href="http://a.example/?a&amp;b" title=x>a</a>     | <a title="http://a.example/?a&amp;b" data-link="">a</a>
        <a href='"><script>'>a</a>                            | <a title="&quot;>&lt;script>" data-link="">a</a>
        <p style="background:url(http://a.example)">a</p>     | <p>a</p>
        <p style="background:u\\72 l(http://a.example)">a</p> | <p>a</p>
        <p style="background:u\\rl(x)">a</p>                  | <p>a</p>
        <p style="background:url(data:image/png,x)">a</p>     | <p>a</p>
        <p style="background:url(data:image/png;base64,AA)">  | <p style="background:url(&quot;data:image/png;base64,AA&quot;)">
        <p style='background:image-set("http://a" 1x)'>       | <p>
        <p style='background:image-s\\65t("http://a" 1x)'>     | <p>
        <p style='background:-webkit-image-set("//a" 1x);a:b'> | <p style="a:b">
        <p style='background:image-set(/**/"http://a")'>      | <p>
        <p style='--a:"http://a";color:var(--a)'>             | <p>
        <p style='font:12px/1.5 "A B",sans !important'>       | <p style="font:12px/1.5 &quot;A B&quot;,sans !important">
        <p style="width:calc(100% - (2px*3));color:#FFF">     | <p style="width:calc(100% - (2px*3));color:#FFF">
        <p style="background:linear-gradient(rgb(1,2,3),red)"> | <p style="background:linear-gradient(rgb(1,2,3),red)">
        <p style="background:linear-gradient(url(x),red)">    | <p>
        <p style="color:red;b:c(;color:blue;}a:b">            | <p style="color:red;color:blue;a:b">
        <style>@media (max-width:9px){.a>b:not(.c){d:e}}</style> | <style>@media (max-width:9px){.a>b:not(.c){d:e}}</style>
        <style>@media x{@supports (a:b){p{c:d}}q{e:f}</style> | <style>@media x{q{e:f}}</style>
        <style>@layer a{p{c:d}}q{e:f;g:src("x")}</style>      | <style>q{e:f}</style>
        <style>p{a:b;q{c:image("x")};d:e}r{f:g}</style>       | <style>p{a:b;d:e}r{f:g}</style>
        <style>a[href="http://a"]{b:c}[d="e"]{f:g}</style>    | <style>[d="e"]{f:g}</style>
        <style>@import 'x';@IMPORT url(y)</style>             | <style></style>
        <style><!-- .sm\\:p{} --></style>                     | <style>.sm\\3a p{}</style>
        <meta http-equiv=refresh><base href=x><link href=y>   | ''
        <form action=x><input><button>a</button></form>       | a
        <select><style></select><link href=x></style>         | <style></style>
        <iframe srcdoc="x">y</iframe>                         | ''
        """)
    void onlyWhatIsKnownRemains(String html, String expected) {
        assertEquals(expected.equals("''") ? "" : expected, inert(html).html());
    }

    /** Pieces of styles in any order, also those that begin or end something in the wrong place. */
    @Test
    void noOrderOfPiecesLeavesAnAddress() {
        List<String> pieces = List.of(
                "http://a.example/",
                "//a.example",
                "\"http://a.example\"",
                "'//a.example'",
                "url(",
                "src(",
                "image(",
                "image-set(",
                "-webkit-image-set(",
                "image-s\\65t(",
                "u\\72 l(",
                "cross-fade(",
                "element(",
                "paint(",
                "var(--a)",
                "--a:",
                "rgb(",
                "calc(",
                "(",
                ")",
                "{",
                "}",
                "[",
                "]",
                ":",
                ";",
                ",",
                "/",
                "/*",
                "*/",
                "<!--",
                "-->",
                "\\",
                "\\\n",
                "\n",
                "\"",
                "'",
                "@import ",
                "@media x",
                "@font-face",
                "@\\69mport ",
                "a",
                "p",
                "background:",
                "color:red",
                " ",
                "!",
                "#",
                "1x",
                "\\2f\\2f a.example",
                "\\0",
                "\u0000",
                "&quot;",
                "<");
        Random random = new Random(7);
        for (int n = 0; n < 30_000; n++) {
            StringBuilder styles = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                styles.append(pieces.get(random.nextInt(pieces.size())));
            }
            for (String one :
                    List.of(InertStyles.sheet(styles.toString()), InertStyles.declarations(styles.toString()))) {
                assertFalse(ADDRESS.matcher(one).find(), () -> styles + " became " + one);
            }
            // what is written is read as the same
            String sheet = InertStyles.sheet(styles.toString());
            assertEquals(sheet, InertStyles.sheet(sheet), styles::toString);
        }
    }

    @Test
    void linksAndImagesAreFoundWithTheirTexts() {
        assertEquals(
                List.of(
                        new InertHtml.Found(InertHtml.Use.LINK, "http://a.example/", "a b"),
                        new InertHtml.Found(InertHtml.Use.IMAGE, "http://a.example/i", "an image"),
                        new InertHtml.Found(InertHtml.Use.LINK, "javascript:x", "open")),
                inert("<a href=' http://a.example/ '>a\n<b>b</b></a><img src=http://a.example/i alt='an image'>"
                                + "<a href=javascript:x>open")
                        .found());
    }

    @Test
    void imagesInALinkAreItsText() {
        assertEquals(
                List.of(new InertHtml.Found(InertHtml.Use.LINK, "http://a.example/", "to https://b.example/ now")),
                inert("<a href=http://a.example/>to<img src=cid:logo alt='https://b.example/'>now</a>"
                                + "<img src=cid:logo alt=other>")
                        .found());
    }

    @Test
    void whatAPageHasIsBounded() {
        InertHtml.Result many = inert("<a href=http://a.example>a</a>".repeat(2_000));
        assertEquals(500, many.found().size());
        assertTrue(many.more());
        assertFalse(many.cut());
        InertHtml.Result large = inert("<p>0123456789</p>".repeat(InertHtml.MAX_LENGTH / 10));
        assertTrue(large.cut());
        assertTrue(large.html().length() <= InertHtml.MAX_LENGTH);
    }

    @Test
    void timeIsLinear() {
        for (String one : List.of(
                "<",
                "<a ",
                "<p style=",
                "<a href=x>",
                "<style>",
                "<!--",
                "</",
                "url(",
                "\\",
                "<img src=cid:",
                "<p a=b ")) {
            Assertions.assertTimeout(
                    Duration.ofSeconds(5), () -> inert("<style>" + one.repeat(LENGTH / one.length())), one);
            Assertions.assertTimeout(Duration.ofSeconds(5), () -> inert(one.repeat(LENGTH / one.length())), one);
        }
    }
}
