package dev.postern.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTML that does nothing. */
class InertHtmlTest {
    private static final int LENGTH = 1 << 20;

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
        <svg><style><img src=x></style></svg>                 | <style>\\3c img src=x></style>
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
        <p style="background:url(http://a.example)">a</p>     | <p style="background:url(data:,http://a.example)">a</p>
        <p style="background:u\\72 l(http://a.example)">a</p> | <p style="background:url(data:,http://a.example)">a</p>
        <p style="background:u\\rl(x)">a</p>                  | <p style="background:url(data:,x)">a</p>
        <p style="background:url(data:image/png,x)">a</p>     | <p style="background:url(data:image/png,x)">a</p>
        <style>@import 'x';@IMPORT url(y)</style>             | <style>@ignored 'x';@ignored url(data:,y)</style>
        <style><!-- .sm\\:p{} --></style>                     | <style> .sm\\:p{} </style>
        <meta http-equiv=refresh><base href=x><link href=y>   | ''
        <form action=x><input><button>a</button></form>       | a
        <select><style></select><link href=x></style>         | <style>\\3c /select>\\3c link href=x></style>
        <iframe srcdoc="x">y</iframe>                         | ''
        """)
    void onlyWhatIsKnownRemains(String html, String expected) {
        assertEquals(expected.equals("''") ? "" : expected, inert(html).html());
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
