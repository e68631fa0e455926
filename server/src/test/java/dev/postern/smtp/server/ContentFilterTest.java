package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of content does not depend on how it arrives. In the table, {@code /} is CR and {@code !} is LF. */
class ContentFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./!           | END     |",
                "a/!./!rest    | END     | a/!",
                "a/!../!./!    | END     | a/!./!",
                "a/!.b/!./!    | END     | a/!b/!",
                "/!/!./!       | END     | /!/!",
                "a.b./!./!     | END     | a.b./!",
                "a/!           | MORE    | a/!",
                "a/!.          | MORE    | a/!",
                "a/!./         | MORE    | a/!",
                "a!            | BARE_LF |",
                "a/!.!         | BARE_LF |",
                "a/!.a!        | BARE_LF |",
                "!             | BARE_LF |",
                "a/b           | BARE_CR |",
                "a//!          | BARE_CR |",
                "a/!./b        | BARE_CR |",
                "a/!.//!       | BARE_CR |",
                "a/!/./!       | BARE_CR |",
                "a0b           | NUL     |",
                "a/!.0/!       | NUL     |",
                "a/00          | NUL     |",
            })
    void pieces(String input, ContentFilter.State end, String output) throws IOException {
        byte[] bytes =
                input.replace('/', '\r').replace('!', '\n').replace('0', '\0').getBytes(StandardCharsets.ISO_8859_1);
        for (int size = 1; size <= bytes.length; size++) {
            var to = new ByteArrayOutputStream();
            var filter = new ContentFilter(to);
            var state = ContentFilter.State.MORE;
            int from = 0;
            while (from < bytes.length && state == ContentFilter.State.MORE) {
                state = filter.take(bytes, from, Math.min(from + size, bytes.length));
                from += size;
            }
            assertEquals(end, state, "in pieces of " + size);
            boolean whole = end == ContentFilter.State.END || end == ContentFilter.State.MORE;
            if (whole) {
                assertEquals(
                        output == null ? "" : output,
                        to.toString(StandardCharsets.ISO_8859_1)
                                .replace('\r', '/')
                                .replace('\n', '!'));
            }
        }
    }
}
