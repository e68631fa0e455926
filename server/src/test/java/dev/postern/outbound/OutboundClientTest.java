package dev.postern.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the client against well-behaved and misbehaving servers on loopback. */
@Timeout(60)
class OutboundClientTest {
    private static final Map<String, String> NO_HEADERS = Map.of();

    @TempDir
    Path folder;

    private final AtomicInteger lookups = new AtomicInteger();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket server = new ServerSocket();

    OutboundClientTest() throws IOException {}

    /** The behaviour of the server after it has read a request. */
    private interface Behaviour {
        void answer(Socket socket) throws IOException, InterruptedException;
    }

    private static Behaviour text(String answer) {
        return socket -> socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void serve(ServerSocket opened, Behaviour behaviour) {
        server = opened;
        Thread.ofVirtual().start(() -> {
            while (!opened.isClosed()) {
                try {
                    Socket socket = opened.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            seen.add(head(socket.getInputStream()));
                            behaviour.answer(socket);
                        } catch (IOException | InterruptedException e) {
                            // The client has disconnected.
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Behaviour behaviour) throws IOException {
        serve(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("Unexpected end of the stream");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.close();
    }

    private OutboundClient client(SSLContext trust, NameLookup names) {
        return new OutboundClient(
                new TargetPolicy(
                        AllowedTargets.of(List.of("127.0.0.0/8", "::1", "named.example")), OwnEdges.NONE, names),
                OutwardTrust.ofContext(() -> trust));
    }

    private OutboundResponse get(String host, String path, Map<String, String> headers, Duration patience)
            throws Exception {
        return get(SSLContext.getDefault(), "http", host, path, headers, patience);
    }

    private OutboundResponse get(
            SSLContext trust, String scheme, String host, String path, Map<String, String> headers, Duration patience)
            throws Exception {
        NameLookup names = name -> {
            lookups.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        };
        try (var client = client(trust, names)) {
            return client.send(
                    OutboundRequest.get(
                            URI.create(scheme + "://" + host + ":" + server.getLocalPort() + path), headers),
                    "test",
                    new OutboundClient.Bounds(TargetPolicy.Plain.TO_OWN_EDGES, patience, 1_000));
        }
    }

    @Test
    void aCallIsMadeToTheAddressThatWasChecked() throws Exception {
        serve(text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nx-a: 2\r\n\r\nhi"));
        OutboundResponse answer =
                get("no-such-name.invalid", "/p?q=%20x", Map.of("X-Mine", "y"), Duration.ofSeconds(20));
        assertEquals("hi", new String(answer.body(), StandardCharsets.UTF_8));
        assertEquals("1", answer.header("X-a"));
        assertEquals(1, lookups.get(), "a second lookup could return another address");
        String request = seen.take();
        assertTrue(request.startsWith("GET /p?q=%20x HTTP/1.1\r\n"), request);
        assertTrue(request.contains("Host: no-such-name.invalid:" + server.getLocalPort() + "\r\n"), request);
        assertTrue(request.contains("X-Mine: y\r\n"), request);
        assertFalse(request.toLowerCase(Locale.ROOT).contains("accept-encoding"), request);
    }

    @Test
    void headersThatMetadataServicesTrustAreNeverSent() throws Exception {
        serve(text("HTTP/1.1 204 No Content\r\n\r\n"));
        for (String name : List.of(
                "Metadata",
                "METADATA",
                "metadata ",
                " Metadata",
                "X-IDENTITY-HEADER",
                "x-identity-header",
                "X_Identity_Header",
                "X-Identity-Header\t",
                "Metadata-Flavor",
                "X-aws-ec2-metadata-token",
                "Host",
                "Transfer-Encoding",
                "Content-Length",
                "Connection")) {
            assertEquals(
                    204,
                    get("localhost", "/", Map.of(name, "17"), Duration.ofSeconds(20))
                            .status());
            String request = seen.take();
            assertFalse(request.toLowerCase(Locale.ROOT).contains("metadata"), request);
            assertFalse(request.toLowerCase(Locale.ROOT).contains("identity"), request);
            assertFalse(request.contains(": 17\r\n"), request);
        }
        for (Map<String, String> odd : List.of(
                Map.of("X-A\r\nMetadata", "true"),
                Map.of("X-A", "b\r\nMetadata: true"),
                Map.of("X-A", "b\nMetadata: true"),
                Map.of("X-A", "\u010aMetadata: true"),
                Map.of("Meta data", "true"),
                Map.of("Metadata:", "true"))) {
            // Such a name is either dropped or refused; it never becomes a header of its own.
            try {
                get("localhost", "/", odd, Duration.ofSeconds(20));
                assertFalse(seen.take().toLowerCase(Locale.ROOT).contains("metadata"), odd::toString);
            } catch (IllegalArgumentException refused) {
                assertTrue(seen.isEmpty());
            }
        }
    }

    @Test
    void aRedirectIsReturnedAndNotFollowed() throws Exception {
        serve(text("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/secret\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(
                302, get("localhost", "/", NO_HEADERS, Duration.ofSeconds(20)).status());
        seen.take();
        assertTrue(seen.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
            })
    void aResponseThatIsTooLargeIsAborted(String head) throws Exception {
        boolean chunked = head.contains("chunked");
        serve(socket -> {
            text(head).answer(socket);
            while (true) {
                text((chunked ? "64\r\n" : "") + "x".repeat(100) + (chunked ? "\r\n" : ""))
                        .answer(socket);
            }
        });
        NoResponse none =
                assertThrows(NoResponse.class, () -> get("localhost", "/", NO_HEADERS, Duration.ofSeconds(20)));
        assertEquals(NoResponse.Reason.TOO_LARGE, none.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-A: b\r\n", "x", " folded\r\n", "\r\n"})
    void endlessHeadersAreAborted(String piece) throws Exception {
        serve(socket -> {
            text(piece.equals("\r\n") ? "" : "HTTP/1.1 200 OK\r\nA: b\r\n").answer(socket);
            while (true) {
                text(piece.repeat(1000)).answer(socket);
            }
        });
        assertThrows(NoResponse.class, () -> get("localhost", "/", NO_HEADERS, Duration.ofSeconds(20)));
    }

    @Test
    void compressedContentIsNotDecompressed() throws Exception {
        serve(text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b\u0008"));
        assertEquals(
                3, get("localhost", "/", NO_HEADERS, Duration.ofSeconds(20)).body().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx"})
    void aCallToAServerThatStallsEndsAtTheDeadline(String beginning) throws Exception {
        serve(socket -> {
            text(beginning).answer(socket);
            over.await();
        });
        NoResponse none =
                assertThrows(NoResponse.class, () -> get("localhost", "/", NO_HEADERS, Duration.ofMillis(300)));
        assertEquals(NoResponse.Reason.TIMED_OUT, none.reason());
    }

    @Test
    void aSlowResponseDoesNotExtendTheDeadline() throws Exception {
        serve(socket -> {
            text("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n").answer(socket);
            do {
                text("x").answer(socket);
            } while (!over.await(20, TimeUnit.MILLISECONDS));
        });
        NoResponse none =
                assertThrows(NoResponse.class, () -> get("localhost", "/", NO_HEADERS, Duration.ofMillis(500)));
        assertEquals(NoResponse.Reason.TIMED_OUT, none.reason());
    }

    @Test
    void anUnresponsiveNameServerDelaysOneCallAndBlocksNoCarrier() throws Exception {
        NameLookup silent = host -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        try (var names = new NameLookup.Pooled(silent, Duration.ofMillis(200))) {
            assertThrows(IOException.class, () -> names.find("slow.example"));
        }
    }

    @Test
    void aGroupWithManyCallsLeavesSlotsForOthers() throws Exception {
        serve(socket -> {
            over.await();
            text("HTTP/1.1 204 No Content\r\n\r\n").answer(socket);
        });
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        var bounds = new OutboundClient.Bounds(TargetPolicy.Plain.TO_OWN_EDGES, Duration.ofSeconds(30), 10);
        var short1 = new OutboundClient.Bounds(TargetPolicy.Plain.TO_OWN_EDGES, Duration.ofMillis(300), 10);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = client(SSLContext.getDefault(), NameLookup.SYSTEM)) {
            for (int i = 0; i < 32; i++) {
                var _ = threads.submit(() -> client.send(OutboundRequest.get(uri, NO_HEADERS), "a", bounds));
            }
            for (int i = 0; i < 32; i++) {
                seen.take();
            }
            assertThrows(NoResponse.class, () -> client.send(OutboundRequest.get(uri, NO_HEADERS), "a", short1));
            assertTrue(seen.isEmpty());
            assertThrows(NoResponse.class, () -> client.send(OutboundRequest.get(uri, NO_HEADERS), "b", short1));
            seen.take();
            over.countDown();
        }
    }

    @Test
    void certificatesAreCheckedAgainstTheRequestedName() throws Exception {
        LocalAuthority authority =
                LocalAuthority.open(folder.resolve("a"), List.of("named.example"), InstantSource.system());
        LocalAuthority other = LocalAuthority.open(folder.resolve("b"), List.of(), InstantSource.system());
        SSLServerSocket secure = (SSLServerSocket) authority
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(secure, text("HTTP/1.1 204 No Content\r\n\r\n"));
        List<X509Certificate> none = List.of();
        Duration patience = Duration.ofSeconds(20);
        SSLContext own = authority.outwardContext(none);
        assertEquals(
                204,
                get(own, "https", "named.example", "/", NO_HEADERS, patience).status());
        assertEquals(
                204, get(own, "https", "127.0.0.1", "/", NO_HEADERS, patience).status());
        // The same address under a name that is not in the certificate.
        assertThrows(NoResponse.class, () -> get(own, "https", "other.example", "/", NO_HEADERS, patience));
        SSLContext stranger = other.outwardContext(none);
        assertThrows(NoResponse.class, () -> get(stranger, "https", "named.example", "/", NO_HEADERS, patience));
        SSLContext further = other.outwardContext(List.of(authority.caCertificate()));
        assertEquals(
                204,
                get(further, "https", "named.example", "/", NO_HEADERS, patience)
                        .status());
    }
}
