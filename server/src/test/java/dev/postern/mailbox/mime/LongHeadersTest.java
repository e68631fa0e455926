package dev.postern.mailbox.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long values, and values outside of ASCII, are written in headers. */
class LongHeadersTest {
    private static final String LONG = "<https://news.example/unsubscribe?token=" + "a1B2".repeat(40) + ">";

    private static String written(String name, String value) throws IOException {
        var out = new ByteArrayOutputStream();
        new HeaderWriter(out).header(name, value);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Campaign,word",
        "X-Campaign,two words",
        "List-Unsubscribe,LONG",
        "List-Unsubscribe,'LONG, <mailto:leave@news.example?subject=LONG>'",
        "X-Token,LONG",
        "In-Reply-To,<1234567890@fabrikam.example>",
        "References,MANY",
        "Auto-Submitted,auto-generated",
        "X-Sentence,SENTENCE"
    })
    void asciiIsNeverEncoded(String name, String form) throws IOException {
        String value = form.replace("LONG", LONG)
                .replace(
                        "MANY",
                        "<0123456789012345678901234567890@fabrikam.example> "
                                .repeat(20)
                                .strip())
                .replace("SENTENCE", "several words in a row ".repeat(40).strip());
        String written = written(name, value);
        assertTrue(!written.contains("=?"), written);
        assertEquals(name + ": " + value + "\r\n", written.replace("\r\n ", " "));
        for (String line : List.of(written.split("\r\n"))) {
            assertTrue(line.length() <= 78 || line.strip().split(" ").length <= 2, line);
            assertTrue(line.length() <= 998 && !line.isBlank(), line);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Name,Grüße,=?",
        "List-Unsubscribe,<https://news.example/ü?a=b>,<https://news.example/%C3%BC?a=b>",
        "List-Unsubscribe,'<https://a.example/ü>, <mailto:x@a.example>','<https://a.example/%C3%BC>, <mailto:x@a.example>'"
    })
    void otherCharactersAreEncodedAsTheFieldAllows(String name, String value, String expected) throws IOException {
        String written = written(name, value);
        assertTrue(written.contains(expected) && written.chars().allMatch(c -> c < 128), written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Token", "X-T"})
    void onlyAWordLongerThanALineMayBeIsEncoded(String name) throws IOException {
        String written = written(name, "x".repeat(5000));
        assertTrue(written.contains("=?"), written);
        List.of(written.split("\r\n")).forEach(line -> assertTrue(line.length() <= 998));
        assertTrue(!written(name, "x".repeat(900)).contains("=?"));
    }
}
