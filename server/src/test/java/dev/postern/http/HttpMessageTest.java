package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.framing.NaiveReader;
import dev.postern.http.framing.NaiveReader.Seen;
import dev.postern.http.framing.Wires;
import dev.postern.http.framing.Wires.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server and its HTTP parser serve the requests that a second reader finds, and the responses fit the client's version. */
@Timeout(120)
class HttpMessageTest {
    private static final byte[] LARGE = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

    private final HttpServer server =
            HttpServer.start(HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)), HttpMessageTest::handle);
    private final String own = "localhost:" + server.port("plain");

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Response handle(Request request) {
        return switch (request.segments().isEmpty() ? "" : request.segments().getFirst()) {
            case "stream" ->
                new Response(200, Map.of(), new Response.Stream("text/plain", new ByteArrayInputStream(LARGE), -1));
            case "known" ->
                new Response(
                        200,
                        Map.of(),
                        new Response.Stream("text/plain", new ByteArrayInputStream(LARGE), LARGE.length));
            case "none" -> Response.empty(204);
            case "base" -> Response.text(200, "text/plain", request.base().toString());
            case "unread" -> Response.text(200, "text/plain", "unread");
            default -> Response.text(200, "text/plain", shown(request));
        };
    }

    private static String shown(Request request) {
        String target = request.rawPath() + (request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery());
        return request.method() + " " + target + " " + request.header("Host").orElse("") + " ["
                + new String(request.body(1 << 20), StandardCharsets.ISO_8859_1) + "]";
    }

    private RawSocket open() throws IOException {
        return new RawSocket(server.port("plain"));
    }

    private static void sendInPieces(RawSocket socket, String text, Random random) throws IOException {
        int most = 1 + random.nextInt(1 << random.nextInt(14));
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(Math.max(most, text.length() / 40)));
            socket.send(text.substring(at, end));
            at = end;
        }
    }

    static Stream<Wire> wires() {
        return Stream.concat(Wires.served(), Wires.refused());
    }

    @ParameterizedTest
    @MethodSource("wires")
    void theServerServesWhatTheSecondReaderFinds(Wire wire) throws IOException {
        var random = new Random(1);
        for (int i = 0; i < 6; i++) {
            try (var socket = open()) {
                sendInPieces(socket, wire.text(), random);
                for (String request : wire.requests()) {
                    var answer = socket.answer();
                    answer = answer.status() == 100 ? socket.answer() : answer;
                    assertEquals(request.replace(" own ", " " + own + " ").replace(" close", ""), answer.body());
                    assertEquals(
                            request.endsWith(" close"),
                            answer.header("Connection").equals("close"));
                }
                if (wire.refused()) {
                    var refusal = socket.answer();
                    assertTrue(refusal.status() >= 400 && refusal.status() != 500, () -> "" + refusal.status());
                    assertTrue(refusal.has("request-id"));
                }
                if (wire.refused() || wire.requests().getLast().endsWith(" close")) {
                    assertTrue(socket.closed());
                }
            }
        }
    }

    /** Input that one of them refuses may be refused by the other for another reason; but no request is served that the other does not see. */
    @Test
    void noRequestIsServedThatTheSecondReaderDoesNotFind() throws IOException {
        var random = new Random(2);
        List<String> texts =
                wires().map(Wire::text).filter(text -> text.length() < 600).toList();
        String[] pieces = {
            "\r\n", "\r", "\n", " ", "\0", ":", ",", "0", "5", "\r\n ", "chunked", "HTTP/1.0", "Host: c\r\n"
        };
        int served = 0;
        for (int i = 0; i < 1_500; i++) {
            var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(2)), pieces[random.nextInt(pieces.length)]);
            List<String> naive = new ArrayList<>();
            for (Seen one : NaiveReader.read(text.toString()).requests()) {
                naive.add(one.toString().replace(" own ", " " + own + " ").replace(" close", ""));
            }
            // the HTTP parser ignores the case of methods
            naive.replaceAll(one -> one.toUpperCase(Locale.ROOT));
            List<String> answered = answers(text.toString());
            answered.replaceAll(one -> one.toUpperCase(Locale.ROOT));
            served += answered.size();
            assertTrue(
                    answered.size() <= naive.size() && answered.equals(naive.subList(0, answered.size())),
                    () -> new Wire(text.toString(), List.of(), false) + " was read as " + answered + " and " + naive);
        }
        assertTrue(served > 1_000, "" + served);
    }

    private List<String> answers(String text) throws IOException {
        List<String> bodies = new ArrayList<>();
        try (var socket = open()) {
            socket.send(text).end();
            while (true) {
                var answer = socket.answer();
                if (answer.status() == 200) {
                    bodies.add(answer.body());
                } else if (answer.status() != 100) {
                    return bodies;
                }
            }
        }
    }

    @Test
    void contentOfUnknownLengthEndsWithTheConnectionForHttp10() throws IOException {
        for (String more : List.of("", "Connection: keep-alive\r\n", "TE: trailers\r\n")) {
            try (var socket = open()) {
                String text = socket.send("GET /stream HTTP/1.0\r\n" + more + "\r\nGET /next HTTP/1.0\r\n\r\n")
                        .rest();
                String head = text.substring(0, text.indexOf("\r\n\r\n"));
                assertTrue(head.startsWith("HTTP/1.1 200 "), head);
                assertTrue(head.contains("\r\nConnection: close"), head);
                assertFalse(head.toLowerCase(Locale.ROOT).contains("transfer-encoding"), head);
                assertEquals(new String(LARGE, StandardCharsets.US_ASCII), text.substring(head.length() + 4));
            }
        }
        try (var socket = open()) {
            var chunked = socket.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertEquals("chunked", chunked.header("Transfer-Encoding"));
        }
    }

    @Test
    void anHttp10ConnectionIsKeptOnlyOnRequest() throws IOException {
        try (var socket = open()) {
            for (String path : List.of("/a", "/known", "/none")) {
                var answer = socket.send("GET " + path + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                        .answer();
                assertTrue(answer.status() == 200 || answer.status() == 204);
                assertEquals("keep-alive", answer.header("Connection"));
            }
            var head = socket.send("HEAD /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .answer(true);
            assertEquals("" + LARGE.length, head.header("Content-Length"));
            var last = socket.send("GET /a HTTP/1.0\r\n\r\n").answer();
            assertEquals("close", last.header("Connection"));
            assertTrue(socket.closed());
        }
        try (var socket = open()) {
            assertEquals(
                    200,
                    socket.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").answer().status());
            assertEquals(
                    200,
                    socket.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").answer().status());
        }
    }

    @Test
    void linksUseTheAuthorityOfAnAbsoluteTargetOnlyIfItIsTrusted() throws IOException {
        try (var socket = open()) {
            String rest = " HTTP/1.1\r\nHost: evil.example\r\n\r\n";
            assertEquals(
                    "http://127.0.0.1:99",
                    socket.send("GET http://127.0.0.1:99/base" + rest).answer().body());
            assertEquals(
                    server.address("plain").toString(),
                    socket.send("GET http://evil.example/base" + rest.replace("evil.example", "127.0.0.1"))
                            .answer()
                            .body());
            assertEquals(
                    400,
                    socket.send("GET http://127.0.0.1:x/base" + rest).answer().status());
        }
    }

    @Test
    void aChunkLargerThanAnyBufferIsServedAndAnEndlessOneIsNot() throws IOException {
        String body = "x".repeat(1 << 20);
        String head = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (var socket = open()) {
            var answer = socket.send(head + "100000\r\n" + body + "\r\n0\r\nX: y\r\n\r\n")
                    .answer();
            assertEquals(("POST /p a [" + body + "]").length(), answer.body().length());
            var refused = socket.send(head + "fffffffffff\r\n" + body + body).answer();
            assertEquals(413, refused.status());
            socket.end();
            assertTrue(socket.closed());
        }
    }

    @Test
    void anUnreadChunkedBodyWithTrailersLeavesTheConnectionUsable() throws IOException {
        try (var socket = open()) {
            String head = "POST /unread HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
            assertEquals(
                    "unread",
                    socket.send(head + "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n")
                            .answer()
                            .body());
            assertEquals(
                    "GET /a a []",
                    socket.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n").answer().body());
            assertEquals(
                    "unread",
                    socket.send(head + "5;a=b\r\nhello\r\n0\r\nX : y\r\n\r\n")
                            .answer()
                            .body());
            assertTrue(socket.closed());
        }
    }
}
