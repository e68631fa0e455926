package dev.postern.mailbox.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submitted MIME as it is relayed. */
class RelayedMimeTest {
    private static final String FROM = "From: sender@contoso.example\r\n";

    private static Optional<Content> relayed(Content mime) throws IOException {
        return RelayedMime.of(mime, "Received: here\r\n", Map.of("Date", "now"), null);
    }

    private static String text(Content content) throws IOException {
        try (InputStream in = content.open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(text.length(), content.size());
            return text;
        }
    }

    /** The submitted lines, and those that are relayed behind the fields that are added; "-" if it is composed instead. */
    @ParameterizedTest
    @CsvSource({
        "F||body, F||body",
        "F|Bcc: b@x.example| folded|To: a@x.example||one, F|To: a@x.example||one",
        "F|Subject: one|Subject: two||body, -",
        "F|Date: then||body, -F|Date: then||body",
        "F|X-A: only a header, F|X-A: only a header",
        "F|, F|",
        "F||, F||",
        "F|||, F|||"
    })
    void theHeaderIsRewrittenAndTheBodyIsNot(String submitted, String relayed) throws IOException {
        String added = relayed.startsWith("-F") ? "Received: here\r\n" : "Received: here\r\nDate: now\r\n";
        assertEquals(
                relayed.equals("-") ? null : added + lines(relayed.replaceFirst("^-", "")),
                relayed(Content.of(lines(submitted).getBytes(StandardCharsets.ISO_8859_1)))
                        .map(content -> {
                            try {
                                return text(content);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        })
                        .orElse(null));
    }

    private static String lines(String text) {
        return text.replace("F|", FROM).replace("|", "\r\n");
    }

    /** More than fits into an array, so it cannot be in memory. */
    @Test
    void aBodyOfAnySizeIsNotInMemory() throws IOException {
        long body = 3L << 30;
        byte[] header = (FROM + "Bcc: b@fabrikam.example\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var large = new Content() {
            @Override
            public long size() {
                return header.length + body;
            }

            @Override
            public InputStream open() {
                return new SequenceInputStream(new ByteArrayInputStream(header), new Letters(body));
            }
        };
        Content relayed = relayed(large).orElseThrow();
        String head = "Received: here\r\nDate: now\r\n" + FROM + "\r\n";
        assertEquals(head.length() + body, relayed.size());
        try (InputStream in = relayed.open()) {
            assertEquals(head, new String(in.readNBytes(head.length()), StandardCharsets.ISO_8859_1));
            assertEquals(body, in.transferTo(OutputStream.nullOutputStream()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1010000, true", "1600000, false", "20000000, false"})
    void aHeaderThatIsTooLargeIsNotRelayed(int size, boolean fits) throws IOException {
        for (String field : new String[] {"X-A: " + "a".repeat(200) + "\r\n", "X-A: " + "a".repeat(500_000) + "\r\n"}) {
            String header = FROM + field.repeat(Math.max(1, size / field.length()));
            // mime4j takes 1,000 fields at most
            boolean few = field.length() > 1000;
            assertEquals(
                    fits && few,
                    relayed(Content.of(header.getBytes(StandardCharsets.ISO_8859_1)))
                            .isPresent(),
                    () -> field.length() + " " + header.length());
        }
    }

    private static final class Letters extends InputStream {
        private long left;

        Letters(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'a' : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = (int) Math.min(length, left);
            left -= some;
            return some;
        }
    }
}
