package dev.postern.http.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.framing.NaiveReader.End;
import dev.postern.http.framing.NaiveReader.Reading;
import dev.postern.http.framing.NaiveReader.Seen;
import dev.postern.http.framing.Wires.Wire;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The framing finds the same requests as a second reader, however the bytes arrive, and passes on nothing that is not canonical. */
class RequestFramingTest {
    private static final Pattern HEAD =
            Pattern.compile("([^ \\r\\n]+) (/[^ \\r\\n]*) HTTP/1\\.1\\r\\nHost: ([^\\r\\n]+)\\r\\n"
                    + "((?:[^:\\s]+: (?:\\S(?:[^\\r\\n]*\\S)?)?\\r\\n)*)\\r\\n");
    private static final Pattern CHUNK = Pattern.compile("([1-9a-f][0-9a-f]*)\\r\\n(.*)\\r\\n", Pattern.DOTALL);

    static Stream<Wire> wires() {
        return Stream.concat(Wires.served(), Wires.refused());
    }

    @ParameterizedTest
    @MethodSource("wires")
    void bothReadersFindTheSameRequests(Wire wire) {
        Reading naive = NaiveReader.read(wire.text());
        assertEquals(
                wire.requests(), naive.requests().stream().map(Seen::toString).toList());
        assertEquals(wire.refused() ? End.REFUSED : End.COMPLETE, naive.end());
        var random = new Random(1);
        for (int i = 0; i < 25; i++) {
            assertEquals(naive, read(wire.text(), i == 0 ? 1 : 1 + random.nextInt(1 << random.nextInt(16)), random));
        }
    }

    /** Changes of single bytes at the places where readers disagree. */
    @Test
    void bothReadersFindTheSameRequestsInChangedInput() {
        var random = new Random(2);
        List<String> texts =
                wires().map(Wire::text).filter(text -> text.length() < 600).toList();
        List<String> pieces = List.of(
                "\r\n",
                "\r",
                "\n",
                " ",
                "\t",
                "\0",
                ":",
                ";",
                ",",
                "0",
                "5",
                "f",
                "-",
                "+",
                "\r\n ",
                "close",
                "chunked",
                "\r\n\r\n",
                "\u00ff",
                "HTTP/1.0",
                "Content-Length: 3\r\n",
                "Transfer-Encoding: chunked\r\n",
                "\"",
                "Host: c\r\n");
        int refused = 0;
        for (int i = 0; i < 60_000; i++) {
            var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(text.length());
                int removed = random.nextInt(3);
                text.replace(
                        at,
                        Math.min(text.length(), at + removed),
                        random.nextInt(3) == 0 ? "" : pieces.get(random.nextInt(pieces.size())));
                if (text.isEmpty()) {
                    text.append(' ');
                }
            }
            Reading naive = NaiveReader.read(text.toString());
            Reading framed = read(text.toString(), 1 + random.nextInt(200), random);
            String shown = new Wire(text.toString(), List.of(), false).toString();
            assertEquals(naive.requests(), framed.requests(), shown);
            // the framing need not wait for the rest of an incomplete head to refuse it
            if (naive.end() != End.INCOMPLETE) {
                assertEquals(naive.end(), framed.end(), shown);
            }
            refused += framed.end() == End.REFUSED ? 1 : 0;
        }
        assertTrue(refused > 10_000, () -> "few inputs were refused");
    }

    @Test
    void aLargeChunkIsPassedOnInPieces() {
        String body = "x".repeat(3 << 20);
        String text =
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n" + body + "\r\n0\r\n\r\n";
        var parser = new Parser(text, 16 * 1024, new Random(3));
        Reading reading = parser.read();
        assertEquals(body, reading.requests().getFirst().body());
        assertTrue(parser.longest <= 17 * 1024, () -> "a piece has " + parser.longest + " bytes");
    }

    @Test
    void aParserThatDisagreesIsRefused() {
        var bodyIsLeft =
                new Parser("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 1000, new Random(4));
        assertTrue(bodyIsLeft.framing.get() != null);
        // takes the request for finished
        assertThrows(RequestException.class, bodyIsLeft.framing::get);
        var noBody = new Parser("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n", 1000, new Random(4));
        assertTrue(noBody.framing.get() != null);
        noBody.inRequest = true;
        assertThrows(RequestException.class, noBody.framing::get);
        var headIsLeft = new Parser("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n", 1000, new Random(4));
        headIsLeft.framing.reader().pullData();
        assertThrows(RequestException.class, headIsLeft.framing::get);
    }

    private static Reading read(String text, int most, Random random) {
        return new Parser(text, most, random).read();
    }

    /** A parser that accepts only the canonical form. */
    private static final class Parser {
        private final byte[] bytes;
        private final int most;
        private final Random random;
        private final RequestFraming framing =
                new RequestFraming(this::receive, this::inRequest, "own", new NoWriter());
        private boolean inRequest;
        private int at;
        private int longest;

        Parser(String text, int most, Random random) {
            this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            this.most = most;
            this.random = random;
        }

        private boolean inRequest() {
            return inRequest;
        }

        private byte @Nullable [] receive() {
            if (at == bytes.length) {
                return null;
            }
            int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
            byte[] piece = Arrays.copyOfRange(bytes, at, end);
            at = end;
            return piece;
        }

        Reading read() {
            List<Seen> seen = new ArrayList<>();
            try {
                while (seen.isEmpty() || !seen.getLast().last()) {
                    inRequest = false;
                    String head = next();
                    inRequest = true;
                    Seen request = head == null ? null : request(head);
                    if (request == null) {
                        break;
                    }
                    seen.add(request);
                }
                return new Reading(seen, End.COMPLETE);
            } catch (RequestException e) {
                return new Reading(seen, End.REFUSED);
            }
        }

        private @Nullable String next() {
            byte[] next = framing.get();
            longest = Math.max(longest, next == null ? 0 : next.length);
            return next == null ? null : new String(next, StandardCharsets.ISO_8859_1);
        }

        private @Nullable Seen request(String text) {
            Matcher head = HEAD.matcher(text);
            assertTrue(head.matches(), text);
            List<String> fields = head.group(4).lines().toList();
            List<String> special = fields.stream()
                    .filter(field ->
                            field.matches("(?i)(host|content-length|transfer-encoding|connection|te|expect):.*"))
                    .toList();
            assertTrue(
                    special.stream()
                                    .map(field -> field.split(":")[0])
                                    .distinct()
                                    .count()
                            == special.size(),
                    text);
            assertTrue(
                    special.stream()
                            .allMatch(field -> field.matches("Connection: close|Expect: 100-continue"
                                    + "|Transfer-Encoding: chunked|Content-Length: [1-9][0-9]*")),
                    text);
            boolean chunked = special.contains("Transfer-Encoding: chunked");
            var length = special.stream()
                    .filter(field -> field.startsWith("Content-Length"))
                    .findFirst();
            assertTrue(!chunked || length.isEmpty(), text);
            String body = chunked
                    ? chunks()
                    : pieces(length.map(field -> Long.parseLong(field.substring(16)))
                            .orElse(0L));
            return body == null
                    ? null
                    : new Seen(
                            head.group(1), head.group(2), head.group(3), body, special.contains("Connection: close"));
        }

        private @Nullable String pieces(long length) {
            var body = new StringBuilder();
            while (body.length() < length) {
                String piece = next();
                if (piece == null) {
                    return null;
                }
                body.append(piece);
            }
            assertEquals(length, body.length());
            return body.toString();
        }

        private @Nullable String chunks() {
            var body = new StringBuilder();
            while (true) {
                String chunk = next();
                if (chunk == null || chunk.equals("0\r\n\r\n")) {
                    return chunk == null ? null : body.toString();
                }
                Matcher parts = CHUNK.matcher(chunk);
                assertTrue(parts.matches(), chunk);
                assertEquals(
                        Integer.parseInt(parts.group(1), 16), parts.group(2).length());
                body.append(parts.group(2));
            }
        }
    }

    private static final class NoWriter implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            throw new AssertionError();
        }

        @Override
        public void write(BufferData buffer) {
            throw new AssertionError();
        }

        @Override
        public void writeNow(BufferData... buffers) {
            throw new AssertionError();
        }

        @Override
        public void writeNow(BufferData buffer) {
            throw new AssertionError();
        }
    }
}
