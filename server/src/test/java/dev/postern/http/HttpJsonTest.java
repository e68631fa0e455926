package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpJsonTest {
    record Pair(String name, List<Integer> values) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"secret\":1,\"secret\":2} | same name twice",
                "{\"secret\":1} {} | followed by more text",
                "{\"secret\":1}] | malformed",
                "{\"secret\":} | malformed",
                "{secret:1} | malformed",
                "{\"secret\":NaN} | malformed",
                "{\"secret\":01} | malformed",
                "[1,] | malformed",
                "// secret | malformed",
                "{\"secret | malformed",
            })
    void invalidJsonIsRefusedWithoutQuotingIt(String text, String expected) {
        var refused = assertThrows(MalformedJson.class, () -> Json.parse(text));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("line 1"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void emptyInputIsRefused() {
        assertThrows(MalformedJson.class, () -> Json.parse(""));
        assertThrows(MalformedJson.class, () -> Json.parse("  "));
        assertThrows(
                MalformedJson.class, () -> Json.parseObject("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void depthAndNumbersHaveLimits() {
        Json.parse("[".repeat(100) + "]".repeat(100));
        var deep = assertThrows(MalformedJson.class, () -> Json.parse("[".repeat(101) + "]".repeat(101)));
        assertTrue(String.valueOf(deep.getMessage()).contains("nested too deeply"));
        assertThrows(MalformedJson.class, () -> Json.parse("[".repeat(1_000_000)));
        assertThrows(MalformedJson.class, () -> Json.parse("1".repeat(101)));
    }

    @Test
    void invalidUtf8IsRefused() {
        assertThrows(MalformedJson.class, () -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}));
    }

    @Test
    void numbersKeepTheirDigits() {
        String text = "{\"a\":1.10,\"b\":12345678901234567890.123456789012345678}";
        assertEquals(text, Json.text(Json.parse(text)));
    }

    @Test
    void recordsAreWritten() {
        assertEquals("{\"name\":\"ü\",\"values\":[1,2]}", Json.text(new Pair("ü", List.of(1, 2))));
    }

    @Test
    void anExponentThatNoNumberCanHaveIsMalformed() {
        String number = "9999E0000009223372836854775807";
        for (String text : List.of(number, "-" + number, "{\"a\":[" + number + "]}", "1E-9223372836854775808")) {
            assertThrows(MalformedJson.class, () -> Json.parse(text), text);
        }
    }
}
