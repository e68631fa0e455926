package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each key for connections has an effect on a whole server. */
@Timeout(120)
class ConnectionKeysTest {
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket one : open) {
            one.close();
        }
    }

    private Socket connect(String address, String said) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(address).getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        open.add(socket);
        return socket;
    }

    private static boolean closed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void theNumberOfConnections() throws Exception {
        try (var postern = TestPostern.start("limits.connections", "50")) {
            Socket first = connect(postern.address(), "");
            for (int i = 0; i < 100; i++) {
                connect(i % 2 == 0 ? postern.address() : postern.tlsAddress(), "");
            }
            assertTrue(closed(first));
            var metrics = new Http(postern.address())
                    .get("/metrics", null)
                    .expect(200)
                    .body();
            assertTrue(metrics.contains("postern_connections_allowed 50.0"), metrics);
            assertTrue(metrics.contains("postern_connections_closed_total{reason=\"room\"}"), metrics);
        }
    }

    @Test
    void moreThanTheSystemAllowsIsRefused() {
        var refused =
                assertThrows(IllegalStateException.class, () -> TestPostern.start("limits.connections", "1000000"));
        assertTrue(String.valueOf(refused.getMessage()).contains("ulimit -n"), refused.getMessage());
    }

    @Test
    void theTimeLimits() throws Exception {
        try (var postern = TestPostern.start(
                "limits.idle-timeout", "2 s", "limits.handshake-timeout", "1 s", "limits.header-timeout", "1 s")) {
            assertTrue(closed(connect(postern.address(), "")));
            assertTrue(closed(connect(postern.address(), "GET / HT")));
            assertTrue(closed(connect(postern.tlsAddress(), "\u0016")));
            assertEquals(200, new Http(postern.address()).get("/readyz", null).status());
        }
    }

    /** Single bytes at intervals are progress, but slower than the minimum rate. */
    @Test
    void theMinimumRate() throws Exception {
        try (var postern = TestPostern.start("limits.body-timeout", "1 s", "limits.least-rate", "1 MiB")) {
            Socket slow = connect(
                    postern.address(),
                    "POST /contoso.example/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                            + " application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n");
            Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 3_000; i++) {
                        slow.getOutputStream().write('a');
                        LockSupport.parkNanos(20_000_000);
                    }
                } catch (IOException e) {
                    // The connection was closed, as expected.
                }
            });
            assertTrue(closed(slow));
            var metrics = new Http(postern.address()).get("/metrics", null).body();
            assertTrue(metrics.contains("postern_connections_closed_total{reason=\"body\"} 1.0"), metrics);
        }
    }
}
