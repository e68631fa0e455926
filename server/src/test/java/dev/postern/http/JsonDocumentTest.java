package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDocumentTest {
    private static String lines(String text) {
        return text.replace('~', '\n').replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'a':1,~ 'a':2}        | line 2, column 5: the name 'a' is twice in one object
        {'b':{'a':1,'a':2}}    | line 1, column 16: the name 'a' is twice in one object
        {'a':1,~~  'b' 2}      | line 3, column 7: Unexpected character ('2' (code 50)): was expecting a colon to separate property name and value
        {~  'a': [1            | line 2, column 10: Unexpected end-of-input: expected close marker for Array
        {} ~ {}                | line 2, column 2: Trailing token
        ``                     | there is no JSON value
        `  `                   | there is no JSON value
        """)
    void aMistakeHasAPlaceAndAReason(String text, String message) {
        String actual = String.valueOf(assertThrows(MalformedJson.class, () -> JsonDocument.parse(lines(text)))
                .getMessage());
        assertEquals(message, actual.substring(0, Math.min(message.length(), actual.length())));
        assertEquals(-1, actual.indexOf("Source"), actual);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /a        | 1:2
        /b        | 2:2
        /b/c      | 2:8
        /b/c/1    | 3:1
        /b/c/1/d  | 3:2
        /b/c/1/e  | 3:1
        /b/c/7    | 2:8
        /b/x~1y~0 | 4:3
        /x        | none
        ``        | none
        """)
    void aPointerHasAPlace(String pointer, String place) {
        JsonDocument document = JsonDocument.parse(
                lines("{'a':1,~ 'b': {'c': [0,~{'d':{}}],~  'x/y~':true}}".replace("y~'", "y\u0001'"))
                        .replace('\u0001', '~'));
        assertEquals(
                place,
                document.place(pointer)
                        .map(found -> found.line() + ":" + found.column())
                        .orElse("none"));
    }

    @Test
    void theDepthIsBoundedInWords() {
        String deep = "[".repeat(100_000);
        String message = String.valueOf(assertThrows(MalformedJson.class, () -> JsonDocument.parse(deep))
                .getMessage());
        assertEquals(-1, message.indexOf('`'), message);
        assertTrue(message.contains("nesting depth"), message);
    }

    @Test
    void aByteOrderMarkIsNoContent() {
        assertEquals("{}", JsonDocument.parse("\uFEFF{}").value().toString());
        assertThrows(MalformedJson.class, () -> JsonDocument.parse("\uFEFF\uFEFF{}"));
    }
}
