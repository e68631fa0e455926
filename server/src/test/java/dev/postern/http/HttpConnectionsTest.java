package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.connection.CloseReason;
import dev.postern.http.connection.Connections;
import dev.postern.http.connection.TimeLimits;
import dev.postern.http.tls.LocalAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Idle and slow peers are limited, and active ones are not mistaken for them. */
@Timeout(120)
class HttpConnectionsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path folder;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server = HttpServer.start(HttpServer.Options.of(), this::handle);

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        for (Socket one : sockets) {
            one.close();
        }
        server.stop();
    }

    private Response handle(Request request) {
        return switch (request.segments().isEmpty() ? "" : request.segments().getFirst()) {
            case "slow" -> {
                entered.countDown();
                await(released);
                yield Response.text(200, "text/plain", "done");
            }
            case "large" ->
                new Response(
                        200,
                        Map.of(),
                        new Response.Stream("text/plain", new ByteArrayInputStream(new byte[32 << 20]), -1));
            default -> Response.text(200, "text/plain", "ok" + request.body(1 << 20).length);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Connections start(int max, TimeLimits limits) {
        var connections = new Connections(max, limits);
        server = HttpServer.start(
                HttpServer.Options.of(
                                HttpServer.Listener.plain("plain", 0),
                                HttpServer.Listener.secure("tls", 0, authority().serverContext()))
                        .withGrace(Duration.ofSeconds(1)),
                connections,
                this::handle);
        return connections;
    }

    private LocalAuthority authority() {
        return LocalAuthority.open(folder, List.of(), InstantSource.system());
    }

    private RawSocket open() throws IOException {
        return new RawSocket(server.port("plain"));
    }

    private Socket silent(String listener) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port(listener));
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private SSLSocket secure() throws IOException {
        var socket = (SSLSocket) authority()
                .clientContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port("tls"));
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private void bothListenersRespond() throws IOException {
        // one after the other: a connection that waits with nothing sent is the first to be replaced
        try (var plain = open()) {
            assertEquals("ok0", plain.send(GET).answer().body());
        }
        try (var secured = secure()) {
            secured.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', secured.getInputStream().read());
        }
    }

    private static long accepted(Connections connections) {
        return connections.open()
                + Arrays.stream(CloseReason.values())
                        .mapToLong(connections::closed)
                        .sum();
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static TimeLimits limits(Duration handshake, Duration header, Duration body, Duration idle) {
        return new TimeLimits(handshake, header, body, idle, 64 << 10);
    }

    @Test
    void idleConnectionsAreReplacedByActiveOnes() throws Exception {
        Connections connections = start(400, limits(LONG, LONG, LONG, LONG));
        for (int i = 0; i < 1_000; i++) {
            silent(i % 2 == 0 ? "plain" : "tls");
        }
        until(() -> accepted(connections) >= 1_000);
        bothListenersRespond();
        assertTrue(connections.open() <= 450, () -> "" + connections.open());
        assertTrue(connections.closed(CloseReason.ROOM) >= 550);
        assertTrue(closed(sockets.getFirst()));
    }

    /** Each of these keeps the server waiting in another way. */
    @Test
    void slowConnectionsAreReplacedToo() throws Exception {
        Connections connections = start(200, limits(LONG, LONG, LONG, LONG));
        for (int i = 0; i < 500; i++) {
            String said = switch (i % 4) {
                case 0 -> "GET / HT";
                case 1 -> "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf";
                case 2 -> GET;
                default -> "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
            };
            silent("plain").getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        }
        until(() -> accepted(connections) >= 500);
        bothListenersRespond();
    }

    @Test
    void aConnectionWithARequestInProgressIsNeverReplaced() throws Exception {
        Connections connections = start(400, limits(LONG, LONG, LONG, LONG));
        try (var served = open()) {
            served.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            await(entered);
            for (int i = 0; i < 1_000; i++) {
                silent("plain");
            }
            until(() -> accepted(connections) >= 1_000);
            bothListenersRespond();
            released.countDown();
            assertEquals("done", served.answer().body());
            assertTrue(connections.closed(CloseReason.ROOM) > 0);
        }
    }

    @Test
    void ifAllConnectionsAreInUseANewOneIsClosedImmediately() throws Exception {
        Connections connections = start(1, limits(LONG, LONG, LONG, LONG));
        try (var served = open()) {
            served.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            await(entered);
            assertTrue(closed(silent("plain")));
            assertEquals(1, connections.closed(CloseReason.FULL));
            released.countDown();
            assertEquals("done", served.answer().body());
        }
    }

    @Test
    void aHeadThatTakesTooLongEndsTheConnection() throws Exception {
        Connections connections = start(100, limits(LONG, SHORT, LONG, LONG));
        try (var slow = open()) {
            slow.send("GET / HTTP/1.1\r\nHost: a\r\n");
            trickle(slow, "X");
            assertTrue(slow.closed());
        }
        assertEquals(1, connections.closed(CloseReason.HEADER));
        bothListenersRespond();
    }

    /** Sends a byte at intervals until the other side has closed: there is progress, but too little. */
    private static void trickle(RawSocket socket, String bytes) {
        Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < 2_000; i++) {
                    socket.send(bytes);
                    Thread.sleep(Duration.ofMillis(20));
                }
            } catch (IOException | InterruptedException e) {
                // The socket was closed on this side.
            }
        });
    }

    @Test
    void aStalledBodyEndsTheConnection() throws Exception {
        Connections connections = start(100, limits(LONG, LONG, SHORT, LONG));
        try (var slow = open()) {
            slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf");
            assertTrue(slow.closed());
        }
        assertEquals(1, connections.closed(CloseReason.BODY));
        bothListenersRespond();
    }

    @Test
    void aTooSlowBodyEndsTheConnection() throws Exception {
        Connections connections = start(100, limits(LONG, LONG, SHORT, LONG));
        try (var slow = open()) {
            slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhalf");
            trickle(slow, "x");
            assertTrue(slow.closed());
        }
        assertEquals(1, connections.closed(CloseReason.BODY));
    }

    /** A legitimate upload that takes longer than the time limit for silence. */
    @Test
    void aSteadySlowBodyIsRead() throws Exception {
        start(100, new TimeLimits(LONG, LONG, Duration.ofMillis(500), LONG, 10_000));
        try (var steady = open()) {
            steady.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                steady.send("x".repeat(5_000));
                Thread.sleep(Duration.ofMillis(40));
            }
            assertEquals("ok200000", steady.answer().body());
        }
    }

    @Test
    void aPeerThatDoesNotReadItsResponseIsDisconnected() throws Exception {
        Connections connections = start(100, limits(LONG, LONG, SHORT, LONG));
        Socket plain = silent("plain");
        plain.getOutputStream().write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Socket secured = secure();
        secured.getOutputStream().write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        until(() -> connections.closed(CloseReason.ANSWER) == 2);
        until(() -> connections.open() == 0);
        bothListenersRespond();
    }

    @Test
    void anUnfinishedHandshakeEndsTheConnection() throws Exception {
        Connections connections = start(100, limits(SHORT, LONG, LONG, LONG));
        Socket silent = silent("tls");
        Socket begun = silent("tls");
        begun.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0});
        assertTrue(closed(silent));
        assertTrue(closed(begun));
        assertEquals(2, connections.closed(CloseReason.HANDSHAKE));
        bothListenersRespond();
    }

    @Test
    void idleConnectionsEndAndBusyOnesDoNot() throws Exception {
        Connections connections = start(100, limits(LONG, LONG, LONG, SHORT));
        Socket neverUsed = silent("plain");
        try (var used = open();
                var served = open()) {
            served.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(200, used.send(GET).answer().status());
            assertTrue(used.closed());
            assertTrue(closed(neverUsed));
            assertEquals(2, connections.closed(CloseReason.IDLE));
            released.countDown();
            assertEquals("done", served.answer().body());
        }
    }

    /** With 1,000 idle connections of each kind, other clients are not affected. */
    @Test
    void manyIdleConnectionsAreHarmless() throws Exception {
        Connections connections = start(5_000, limits(LONG, LONG, LONG, LONG));
        for (int i = 0; i < 1_000; i++) {
            silent("plain");
            silent("tls");
        }
        bothListenersRespond();
        assertEquals(0, connections.closed(CloseReason.ROOM));
        for (Socket one : sockets) {
            one.close();
        }
        until(() -> connections.open() == 0);
    }

    @Test
    void theFailureOfAListenerIsReportedAndItsStopIsNot() throws Exception {
        start(100, TimeLimits.USUAL);
        assertFalse(server.failed().isDone());
        // The JDK closes a listening socket whose thread is interrupted.
        String name = "listen " + server.port("plain");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .forEach(Thread::interrupt);
        String told = server.failed().get(30, TimeUnit.SECONDS);
        assertTrue(told.startsWith("The listener on 127.0.0.1:0 has ended"), told);
        var other = HttpServer.start(HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)), this::handle);
        other.stop();
        assertFalse(other.failed().isDone());
    }

    private static void until(java.util.function.BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "The condition was not met within a minute");
            Thread.sleep(Duration.ofMillis(10));
        }
    }
}
