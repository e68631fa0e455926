package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input from hostile or broken peers. Each time the server responds or closes the connection, and serves the next request. */
@Timeout(60)
class HttpAttackTest {
    private final HttpServer server = HttpServer.start(
            HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)),
            request -> Response.text(200, "text/plain", request.method() + request.body(1000).length));

    @AfterEach
    void theServerStillServesRequests() throws IOException {
        try (var socket = open()) {
            assertEquals(
                    "GET0",
                    socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body());
        }
        server.stop();
    }

    private RawSocket open() throws IOException {
        return new RawSocket(server.port("plain"));
    }

    private int status(String text) throws IOException {
        try (var socket = open()) {
            var answer = socket.send(text).answer();
            assertFalse(answer.body().contains("Exception"), answer.body());
            assertFalse(answer.body().contains("\tat "), answer.body());
            if (answer.status() >= 400) {
                assertTrue(answer.has("request-id"));
                assertEquals("application/json", answer.header("Content-Type"));
            }
            return answer.status();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz",
                "/%4",
                "/%",
                "/a%ff",
                "/%C0%AF",
                "/%ED%A0%80",
                "/a/../b",
                "/%2e%2E/b",
                "/.",
                "/a%00b",
                "/ü",
                "/a\tb",
                "http:///x",
                "http://user@other/x",
                "ftp://other/x",
                "*",
                "a"
            })
    void aPathThatParsersCouldReadDifferentlyIsRefused(String path) throws IOException {
        assertEquals(400, status("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\n\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-\0: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
            })
    void aMalformedRequestIsRefused(String text) throws IOException {
        assertEquals(400, status(text));
    }

    /** Some clients do not encode the quotes of {@code $search="..."}. */
    @Test
    void unencodedQuotesAndBracketsAreAllowedInAQuery() throws IOException {
        assertEquals(200, status("GET /a?$search=\"x\"&b=<1>{2}|^`[] HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\t", "\u0000", "\u007f", "\u00e9"})
    void otherCharactersInAQueryAreRefused(String character) throws IOException {
        assertEquals(400, status("GET /a?b=" + character + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void anotherTransferCodingIsRefused() throws IOException {
        assertEquals(501, status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"));
    }

    /** For input that does not look like HTTP/1.1, closing the connection without a response is allowed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /\r\n\r\n",
                "nonsense\r\n\r\n",
                "\0\0\0\0\r\n\r\n",
                "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
            })
    void anotherProtocolIsRefusedOrTheConnectionIsClosed(String text) throws IOException {
        int status = status(text);
        assertTrue(status == 0 || status == 400 || status == 505, "" + status);
    }

    @Test
    void hugeHeadersAreRefused() throws IOException {
        int status = status("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n");
        assertTrue(status == 0 || status >= 400, "" + status);
    }

    @Test
    void manyHeadersAreRefused() throws IOException {
        int status = status("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(50_000) + "\r\n");
        assertTrue(status == 0 || status >= 400, "" + status);
    }

    @Test
    void anEndlessRequestLineIsRefused() throws IOException {
        assertEquals(414, status("GET /" + "x".repeat(20_000)));
    }

    @Test
    void aSmuggledRequestIsNotServed() throws IOException {
        try (var socket = open()) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n");
            socket.send("0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(400, socket.answer().status());
            assertTrue(socket.closed());
        }
    }

    @Test
    void aBodyAfterARefusalIsNotTakenForARequest() throws IOException {
        try (var socket = open()) {
            String inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (2000 + inner.length()) + "\r\n\r\n");
            socket.send("x".repeat(2000) + inner);
            assertEquals(413, socket.answer().status());
            assertTrue(socket.closed());
        }
    }

    @Test
    void aBodyThatEndsEarlyIsNotLoggedAsAFailure() throws IOException {
        try (var socket = open()) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhel");
        }
    }

    @Test
    void slowClientsDoNotDelayOthers() throws IOException {
        var slow = new ArrayList<RawSocket>();
        try {
            for (int i = 0; i < 300; i++) {
                slow.add(open().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Len"));
            }
            theServerResponds();
            for (RawSocket one : slow.subList(0, 10)) {
                assertEquals("POST2", one.send("gth: 2\r\n\r\nhi").answer().body());
            }
        } finally {
            for (RawSocket one : slow) {
                one.close();
            }
        }
    }

    private void theServerResponds() throws IOException {
        assertEquals(200, status("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
}
