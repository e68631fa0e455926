package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies, chunks and responses reserve memory from the budget, and it is always released. */
@Timeout(120)
class HttpMemoryTest {
    private static final int MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(16 * MIB, Duration.ZERO);
    private final HttpServer server = HttpServer.start(
            HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)).withMemory(budget), HttpMemoryTest::handle);
    private final List<RawSocket> open = new ArrayList<>();

    private static Response handle(Request request) {
        return switch (request.segments().getFirst()) {
            case "fail" -> {
                request.memory().take(MIB);
                throw new IllegalStateException("as the test wants it");
            }
            case "large" -> Response.of(200, "application/octet-stream", new byte[12 * MIB]);
            case "json" -> {
                Json.parse(request.body(4 * MIB), request.memory());
                yield Response.empty(204);
            }
            default -> Response.text(200, "text/plain", "read " + request.body(4 * MIB).length);
        };
    }

    @AfterEach
    void stop() throws IOException {
        for (RawSocket socket : open) {
            socket.close();
        }
        server.close();
        assertEquals(0, budget.taken());
    }

    private RawSocket socket() throws IOException {
        RawSocket socket = new RawSocket(server.port("plain"));
        open.add(socket);
        return socket;
    }

    private RawSocket.Answer post(String path, byte[] body) throws IOException {
        return socket().send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n")
                .send(body)
                .answer();
    }

    private void until(java.util.function.LongPredicate taken) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!taken.test(budget.taken())) {
            assertTrue(System.nanoTime() < end, () -> "taken: " + budget.taken());
            Thread.onSpinWait();
        }
    }

    @Test
    void aClientThatDeclaresMuchAndSendsNothingUsesAlmostNoMemory() throws IOException {
        for (int i = 0; i < 150; i++) {
            socket().send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n");
        }
        until(taken -> taken >= 150 * 8192);
        assertTrue(budget.taken() < 2 * MIB, () -> "taken: " + budget.taken());
        assertEquals("read 3145728", post("/read", new byte[3 * MIB]).body());
    }

    @Test
    void incompleteBodiesAreRefusedBeforeTheyFillTheHeap() throws IOException {
        byte[] half = new byte[2 * MIB];
        for (int i = 0; i < 3; i++) {
            socket().send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n")
                    .send(half);
        }
        until(taken -> taken > 10 * MIB);
        var refused = post("/read", new byte[3 * MIB]);
        assertEquals(503, refused.status());
        assertEquals("2", refused.header("Retry-After"));
        assertTrue(refused.has("request-id"));
        assertEquals("read 1000", post("/read", new byte[1000]).body(), "small ones are allowed");
        for (RawSocket socket : open) {
            socket.close();
        }
        until(taken -> taken == 0);
        assertEquals("read 3145728", post("/read", new byte[3 * MIB]).body());
    }

    @Test
    void aChunkIsReservedAsItArrives() throws IOException {
        // Together just below the limit for large requests, so that none is refused because of the others.
        byte[] part = new byte[720 << 10];
        for (int i = 0; i < 8; i++) {
            socket().send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400000\r\n")
                    .send(part);
        }
        until(taken -> taken > 10 * MIB);
        socket().send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400000\r\n")
                .send(new byte[4 * MIB - 100]);
        assertTrue(budget.taken() <= 16 * MIB);
        assertEquals("read 1000", post("/read", new byte[1000]).body());
        for (RawSocket socket : open) {
            socket.close();
        }
        until(taken -> taken == 0);
        var whole = socket().send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n")
                .send(new byte[2 * MIB])
                .send("\r\n0\r\n\r\n")
                .answer();
        assertEquals("read 2097152", whole.body());
    }

    @Test
    void chunksAndLinesAreLimited() throws IOException {
        int sent = 0;
        for (String begin : List.of("3000000\r\n", "5;", "5;x=\"")) {
            RawSocket socket =
                    socket().send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + begin);
            for (int i = 0; i < 24; i++) {
                socket.send("x".repeat(MIB));
            }
            int status = socket.answer().status();
            assertTrue(status == 0 || status == 413 || status == 503 || status == 400, "status " + status);
            sent++;
        }
        assertEquals(3, sent);
        until(taken -> taken == 0);
    }

    @Test
    void afterAFailureOrADisconnectTheMemoryIsReleased() throws IOException {
        assertEquals(500, post("/fail", new byte[10]).status());
        until(taken -> taken == 0);
        socket().send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n")
                .send(new byte[MIB]);
        until(taken -> taken > MIB);
        open.getLast().close();
        until(taken -> taken == 0);
    }

    @Test
    void aResponseThatIsNotReadIsCounted() throws IOException {
        socket().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        until(taken -> taken > 8 * MIB);
        var refused = socket().send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        assertEquals(503, refused.status());
        assertFalse(refused.header("Retry-After").isEmpty());
        open.getFirst().close();
        until(taken -> taken == 0);
    }

    @Test
    void jsonWithManyValuesIsCountedBeforeTheTreeIsBuilt() throws IOException {
        for (String many : List.of("[],", "{},", "0,", "\"\",", "{\"a\":1},")) {
            String text = "[" + many.repeat(3 * MIB / many.length()) + "0]";
            assertEquals(
                    400, post("/json", text.getBytes(StandardCharsets.US_ASCII)).status(), many);
        }
        assertEquals(
                204,
                post("/json", ("[\"" + "x".repeat(2 * MIB) + "\"]").getBytes(StandardCharsets.US_ASCII))
                        .status());
        assertEquals(
                503,
                post("/json", ("[" + "{},".repeat(100_000) + "0]").getBytes(StandardCharsets.US_ASCII))
                        .status());
        byte[] small = "{\"a\":[1,2,{\"b\":null}]}".getBytes(StandardCharsets.US_ASCII);
        assertEquals(204, post("/json", small).status());
        assertThrows(MalformedJson.class, () -> Json.parse("[1".getBytes(StandardCharsets.US_ASCII), MemoryLease.FREE));
    }
}
