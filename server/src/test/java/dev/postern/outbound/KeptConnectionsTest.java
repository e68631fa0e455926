package dev.postern.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that keeps connections, against a server on loopback that counts them. */
@Timeout(60)
class KeptConnectionsTest {
    private static final String USUAL = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 50);
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    /** The responses of each connection; after the last one it is closed. */
    private final BlockingQueue<List<String>> responses = new LinkedBlockingQueue<>();

    private volatile InetAddress address = InetAddress.ofLiteral("127.0.0.1");
    private final SSLContext trust = SSLContext.getDefault();
    private final OutboundClient client = OutboundClient.keeping(policy(), () -> trust);

    KeptConnectionsTest() throws Exception {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private TargetPolicy policy() {
        return new TargetPolicy(AllowedTargets.of(List.of("127.0.0.0/8")), OwnEdges.NONE, _ -> List.of(address));
    }

    private void serve(Socket socket) {
        Deque<String> left = new ArrayDeque<>(responses.remove());
        try (socket) {
            while (!left.isEmpty() && readHead(socket.getInputStream())) {
                socket.getOutputStream().write(left.removeFirst().getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // the client has closed it
        }
    }

    private boolean readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        seen.add(head.toString());
        return true;
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private int call(OutboundClient by) throws IOException, InterruptedException {
        URI uri = URI.create("http://kept.example:" + server.getLocalPort() + "/");
        var bounds = new OutboundClient.Bounds(TargetPolicy.Plain.ONLY_WHERE_ALLOWED, Duration.ofSeconds(20), 100);
        return by.send(new OutboundRequest("POST", uri, Map.of(), new byte[0]), "test", bounds)
                .status();
    }

    private int call() throws IOException, InterruptedException {
        return call(client);
    }

    @Test
    void callsToTheSameOriginUseOneConnection() throws Exception {
        responses.add(List.of(USUAL, USUAL, USUAL));
        for (int i = 0; i < 3; i++) {
            assertEquals(202, call());
            assertFalse(seen.take().contains("Connection: close"));
        }
        assertEquals(1, connections.get());
    }

    @Test
    void theUsualClientOpensOneForEachCall() throws Exception {
        responses.add(List.of(USUAL, USUAL));
        responses.add(List.of(USUAL, USUAL));
        try (OutboundClient usual = new OutboundClient(policy(), OutwardTrust.ofContext(() -> trust))) {
            assertEquals(202, call(usual));
            assertEquals(202, call(usual));
        }
        assertEquals(2, connections.get());
        assertTrue(seen.take().contains("Connection: close"));
    }

    @Test
    void aConnectionThatTheServerHasClosedIsReplaced() throws Exception {
        responses.add(List.of(USUAL));
        responses.add(List.of(USUAL, USUAL));
        assertEquals(202, call());
        assertEquals(202, call());
        assertEquals(202, call());
        assertEquals(2, connections.get());
    }

    @Test
    void aNewConnectionThatFailsIsNotReplaced() throws Exception {
        responses.add(List.of(""));
        assertThrows(NoResponse.class, this::call);
        assertEquals(1, connections.get());
    }

    @Test
    void aConnectionIsNotKeptIfTheServerSaysSo() throws Exception {
        responses.add(List.of("HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", USUAL));
        responses.add(List.of(USUAL));
        assertEquals(202, call());
        assertEquals(202, call());
        assertEquals(2, connections.get());
    }

    @Test
    void aConnectionWithTheRestOfAResponseIsNotKept() throws Exception {
        responses.add(List.of("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + "x".repeat(200), USUAL));
        responses.add(List.of(USUAL));
        assertThrows(NoResponse.class, this::call);
        assertEquals(202, call());
        assertEquals(2, connections.get());
    }

    @Test
    void aConnectionToAnAddressThatTheNameNoLongerHasIsNotUsed() throws Exception {
        responses.add(List.of(USUAL, USUAL));
        responses.add(List.of(USUAL, USUAL));
        assertEquals(202, call());
        address = InetAddress.ofLiteral("127.0.0.2");
        assertEquals(202, call());
        assertEquals(2, connections.get());
        address = InetAddress.ofLiteral("10.0.0.1");
        assertThrows(TargetRefused.class, this::call);
    }

    @Test
    void idleConnectionsAreClosedAndThereAreFew() {
        AtomicLong now = new AtomicLong();
        KeptConnections kept = new KeptConnections(now::get);
        Target target = target("a");
        OpenConnection first = connection(target);
        kept.keep(first);
        assertNull(kept.take(target("b")));
        assertSame(first, kept.take(target));
        kept.keep(first);
        now.addAndGet(KeptConnections.IDLE.toNanos() + 1);
        assertNull(kept.take(target));
        assertTrue(first.socket().isClosed());

        List<OpenConnection> many = List.of(
                connection(target), connection(target), connection(target), connection(target), connection(target));
        many.forEach(kept::keep);
        assertEquals(KeptConnections.MAX_OF_ORIGIN, open(many));
        now.addAndGet(KeptConnections.IDLE.toNanos() + 1);
        kept.expire();
        assertEquals(0, open(many));

        List<OpenConnection> others = IntStream.range(0, KeptConnections.MAX + 1)
                .mapToObj(i -> connection(target("host" + i)))
                .toList();
        others.forEach(kept::keep);
        assertEquals(KeptConnections.MAX, open(others));
        kept.close();
        assertEquals(0, open(others));
        OpenConnection late = connection(target);
        kept.keep(late);
        assertTrue(late.socket().isClosed());
    }

    private static long open(List<OpenConnection> some) {
        return some.stream().filter(one -> !one.socket().isClosed()).count();
    }

    private static Target target(String host) {
        return new Target(new Origin("https", host, 443), List.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    private static OpenConnection connection(Target target) {
        return new OpenConnection(
                new DefaultBHttpClientConnection(null),
                new Socket(),
                target.origin(),
                target.addresses().getFirst());
    }
}
