package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("alone")
@Timeout(60)
class HttpServerTest {
    private static final HttpServer.Listener PLAIN = HttpServer.Listener.plain("plain", 0);
    private static final String LONG_JSON = "{\"value\":\"" + "postern ".repeat(500) + "\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server = HttpServer.start(
            HttpServer.Options.of(PLAIN).withPublicNames(java.util.List.of("mail.example", "https://proxied.example")),
            this::handle);

    @AfterEach
    void stop() {
        released.countDown();
        server.stop();
        client.close();
    }

    private Response handle(Request request) {
        return switch (request.segments().isEmpty() ? "" : request.segments().getFirst()) {
            case "segments" -> Response.text(200, "text/plain", String.join("|", request.segments()));
            case "base" -> Response.text(200, "text/plain", request.base().toString());
            case "method" -> Response.text(200, "text/plain", request.method());
            case "empty" -> Response.empty(202);
            case "none" -> Response.empty(204);
            case "long" -> Response.text(200, "application/json", LONG_JSON);
            case "binary" -> Response.of(200, "application/octet-stream", new byte[5000]);
            case "large" -> Response.of(200, "application/octet-stream", new byte[20_000]);
            case "body" -> Response.text(200, "text/plain", "" + request.body(100).length);
            case "echo" -> Response.of(200, "text/plain", request.body(10_000));
            case "stream" ->
                new Response(
                        200,
                        java.util.Map.of(),
                        new Response.Stream("text/plain", new ByteArrayInputStream(new byte[100_000]), -1));
            case "short" ->
                new Response(
                        200,
                        java.util.Map.of(),
                        new Response.Stream("text/plain", new ByteArrayInputStream(new byte[10]), 20));
            case "throws" -> throw new IllegalStateException("secret detail");
            case "header" -> Response.empty(200).with("Location", "a\r\nSet-Cookie: b");
            case "slow" -> {
                entered.countDown();
                await(released);
                yield Response.text(200, "text/plain", "done");
            }
            default -> Response.text(200, "text/plain", "ok");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port("plain") + path);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private RawSocket raw() throws IOException {
        return new RawSocket(server.port("plain"));
    }

    @Test
    void segmentsAreDecodedOnceAndAnEncodedSlashStaysInside() throws Exception {
        assertEquals(
                "segments|u@x.test|a/b|%2F|ü",
                get("/segments//u%40x.test/a%2Fb/%252F/%C3%BC/?q=1").body());
    }

    @Test
    void everyResponseHasIdsAndADate() throws Exception {
        var answer = get("/", "client-request-id", "my-id");
        UUID.fromString(answer.headers().firstValue("request-id").orElseThrow());
        assertEquals("my-id", answer.headers().firstValue("client-request-id").orElseThrow());
        assertTrue(answer.headers().firstValue("date").isPresent());
    }

    @Test
    void anUnusableClientRequestIdIsReplaced() throws Exception {
        for (String id : java.util.List.of("x".repeat(129), "a b")) {
            var headers = get("/", "client-request-id", id).headers();
            assertEquals(headers.firstValue("request-id"), headers.firstValue("client-request-id"));
        }
    }

    @Test
    void anEmptyResponseHasLengthZeroAndNoType() throws Exception {
        var answer = get("/empty");
        assertEquals("0", answer.headers().firstValue("content-length").orElseThrow());
        assertTrue(answer.headers().firstValue("content-type").isEmpty());
        assertEquals(204, get("/none").statusCode());
    }

    @Test
    void headReturnsTheHeadersOfGetWithoutContent() throws Exception {
        try (var socket = raw()) {
            for (String path : java.util.List.of("/long", "/stream", "/method")) {
                socket.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                var answer = socket.answer(true);
                assertEquals(200, answer.status());
                assertFalse(answer.header("Content-Length").equals("0"), path);
            }
            socket.send("GET /method HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("GET", socket.answer().body());
        }
    }

    @Test
    void textIsCompressedOnRequest() throws Exception {
        var request = HttpRequest.newBuilder(uri("/long"))
                .header("Accept-Encoding", "br, gzip;q=0.5")
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", answer.headers().firstValue("content-encoding").orElseThrow());
        assertEquals("Accept-Encoding", answer.headers().firstValue("vary").orElseThrow());
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertEquals(LONG_JSON, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void withoutAcceptEncodingNothingIsCompressed() throws Exception {
        assertEquals(LONG_JSON, get("/long").body());
        assertEquals(LONG_JSON, get("/long", "Accept-Encoding", "gzip;q=0, *").body());
        assertTrue(get("/binary", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("content-encoding")
                .isEmpty());
        assertTrue(
                get("/", "Accept-Encoding", "gzip").headers().firstValue("vary").isEmpty());
    }

    @Test
    void aCompressedRequestBodyIsReadAndItsLimitCountsDecompressedBytes() throws Exception {
        byte[] content = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
        var post = HttpRequest.newBuilder(uri("/echo"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Gzip.compress(content)));
        assertEquals(
                5000,
                client.send(post.build(), HttpResponse.BodyHandlers.ofString())
                        .body()
                        .length());
        var bomb = post.uri(uri("/body")).build();
        assertEquals(
                413, client.send(bomb, HttpResponse.BodyHandlers.ofString()).statusCode());
        var broken = HttpRequest.newBuilder(uri("/echo"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("not gzip at all"));
        assertEquals(
                400,
                client.send(broken.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode());
    }

    @Test
    void baseUsesTheHostHeaderOnlyForLoopbackAndConfiguredNames() throws Exception {
        String own = server.address("plain").toString();
        assertEquals("http://localhost:" + server.port("plain"), own);
        assertEquals("http://127.0.0.1:" + server.port("plain"), get("/base").body());
        assertEquals("http://[::1]:99", baseFor("[::1]:99"));
        assertEquals("http://mail.example", baseFor("Mail.Example"));
        assertEquals("https://proxied.example", baseFor("proxied.example"));
        assertEquals(own, baseFor("evil.example"));
        assertEquals(own, baseFor("localhost.evil.example"));
        assertEquals(own, baseFor("localhost:99999"));
    }

    private String baseFor(String host) throws IOException {
        try (var socket = raw()) {
            return socket.send("GET /base HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    @Test
    void theResponseToAFailureDoesNotContainItsCause() throws Exception {
        var answer = get("/throws");
        assertEquals(500, answer.statusCode());
        assertEquals(
                "InternalServerError",
                Json.parse(answer.body()).at("/error/code").asString());
        assertEquals(
                answer.headers().firstValue("request-id").orElseThrow(),
                Json.parse(answer.body()).at("/error/innerError/request-id").asString());
        assertFalse(answer.body().contains("secret"));
    }

    @Test
    void aLineBreakInAResponseHeaderIsAFailure() throws Exception {
        assertEquals(500, get("/header").statusCode());
    }

    @Test
    void theFormatOfFailuresCanBeReplaced() throws Exception {
        var options = HttpServer.Options.of(PLAIN).withFailureResponse(r -> Response.text(500, "text/plain", "oops"));
        try (var other = HttpServer.start(options, this::handle);
                var socket = new RawSocket(other.port("plain"))) {
            assertEquals(
                    "oops",
                    socket.send("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body());
        }
    }

    @Test
    void aTooLargeBodyIsRefusedDeclaredAndChunked() throws Exception {
        for (var body : java.util.List.of(
                HttpRequest.BodyPublishers.ofByteArray(new byte[101]),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3_000_000])))) {
            var answer = client.send(
                    HttpRequest.newBuilder(uri("/body")).POST(body).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(413, answer.statusCode());
        }
        var fits = HttpRequest.newBuilder(uri("/body")).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100]));
        assertEquals(
                "100",
                client.send(fits.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    @Test
    void anEndlessBodyIsAborted() throws Exception {
        try (var socket = raw()) {
            socket.send("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            var sender = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        socket.send(chunk);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            var answer = socket.answer();
            assertEquals(413, answer.status());
            assertEquals("close", answer.header("Connection"));
            assertTrue(socket.closed());
            socket.cut();
            sender.join();
        }
    }

    @Test
    void anUnreadBodyLeavesTheConnectionUsable() throws Exception {
        try (var socket = raw()) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals("ok", socket.answer().body());
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            assertEquals("ok", socket.answer().body());
            socket.send("POST /throws HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals(500, socket.answer().status());
            socket.send("GET /method HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals("GET", socket.answer().body());
        }
    }

    @Test
    void continueIsSentOnlyWhenTheBodyIsRead() throws Exception {
        String expecting = " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        try (var socket = raw()) {
            assertEquals(100, socket.send("POST /echo" + expecting).answer().status());
            assertEquals("hello", socket.send("hello").answer().body());
            assertEquals("ok", socket.send("POST /" + expecting).answer().body());
            assertTrue(socket.closed());
        }
    }

    @Test
    void contentThatEndsTooEarlyClosesTheConnection() {
        assertThrows(IOException.class, () -> get("/short"));
    }

    @Test
    void contentOfUnknownLengthIsStreamed() throws Exception {
        assertEquals(100_000, get("/stream").body().length());
    }

    @Test
    void aRequestInProgressIsFinishedWhenTheServerStops() throws Exception {
        var answer =
                client.sendAsync(HttpRequest.newBuilder(uri("/slow")).build(), HttpResponse.BodyHandlers.ofString());
        await(entered);
        var stopper = Thread.startVirtualThread(server::stop);
        int port = server.port("plain");
        // The listening socket is closed first; only then does the request continue.
        while (accepts(port)) {
            Thread.onSpinWait();
        }
        released.countDown();
        assertEquals("done", answer.get(20, TimeUnit.SECONDS).body());
        assertTrue(stopper.join(Duration.ofSeconds(10)));
    }

    private static boolean accepts(int port) {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void twoServersShareAProcess() throws Exception {
        try (var other =
                        HttpServer.start(HttpServer.Options.of(PLAIN), r -> Response.text(200, "text/plain", "other"));
                var socket = new RawSocket(other.port("plain"))) {
            assertEquals(
                    "other",
                    socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body());
            assertEquals("ok", get("/").body());
        }
        assertEquals("ok", get("/").body());
    }

    @Test
    void aLongResponseIsNotDelayedUntilTheClientAcknowledgesItsBeginning() throws Exception {
        int times = 40;
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            client.send(
                    HttpRequest.newBuilder(server.address("plain").resolve("/large"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            took[i] = System.nanoTime() - begin;
        }
        java.util.Arrays.sort(took);
        // a client with delayed acknowledgements sends them after 40 ms
        assertTrue(took[times / 4] < 25_000_000, () -> "a quarter took at least " + took[times / 4] + " ns");
    }

    @Test
    void theErrorForATakenPortNamesIt() {
        var taken = HttpServer.Listener.plain("second", server.port("plain"));
        var failure = assertThrows(
                IllegalStateException.class, () -> HttpServer.start(HttpServer.Options.of(taken), this::handle));
        assertTrue(String.valueOf(failure.getMessage()).contains(":" + server.port("plain")));
    }
}
