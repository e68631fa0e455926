package dev.postern.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Attacks below HTTP: connections that are opened and then misused. */
final class SocketAttacks {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int CROWD = 1_000;
    private static final int UNFINISHED_BODIES = 150;

    private final Site site;
    private final Http http;

    SocketAttacks(Site site, Http http) {
        this.site = site;
        this.http = http;
    }

    List<Attack> all() {
        return List.of(
                new Attack("silent", 1, Duration.ofSeconds(1), _ -> hold(site.server(), "", CROWD)),
                new Attack("silent-tls", 1, Duration.ofSeconds(1), _ -> hold(site.tlsServer(), "", 200)),
                new Attack(
                        "handshake",
                        1,
                        Duration.ofSeconds(1),
                        _ -> hold(site.tlsServer(), "\u0016\u0003\u0001\u0002", 100)),
                new Attack("slow-head", 1, Duration.ofSeconds(1), _ -> drip(slowHead())),
                new Attack("slow-body", 1, Duration.ofSeconds(1), _ -> drip(body(4 << 20))),
                new Attack("unfinished", 1, Duration.ofSeconds(1), _ -> unfinishedBodies()),
                new Attack("no-reader", 1, Duration.ofSeconds(2), _ -> noReader()));
    }

    private static Socket open(URI server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    }

    /** Opens connections, sends the beginning of a request and nothing more, and keeps them open for some seconds. */
    private static int hold(URI server, String beginning, int count) {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = open(server);
                sockets.add(socket);
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // the server accepts no more of them; the others stay open
        }
        LockSupport.parkNanos(20 * SECOND);
        closeAll(sockets);
        return 0;
    }

    private String slowHead() {
        return "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(60);
    }

    private String body(int declared) throws IOException {
        return "POST /v1.0/users/" + Site.HOSTILE + "/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + site.hostile().token(http) + "\r\nContent-Type: application/json\r\nContent-Length: " + declared
                + "\r\n\r\n{\"subject\":\"" + "x".repeat(60);
    }

    /** Sends all but the last sixty characters immediately, and those one per second, on fifty connections. */
    private int drip(String text) {
        var sockets = new ArrayList<Socket>();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = open(site.server());
                sockets.add(socket);
                socket.getOutputStream().write(bytes, 0, bytes.length - 60);
            }
            for (int at = bytes.length - 60; at < bytes.length; at++) {
                LockSupport.parkNanos(SECOND);
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(bytes, at, 1);
                }
            }
        } catch (IOException e) {
            // the server closed one; the next round opens them again
        }
        closeAll(sockets);
        return 0;
    }

    /** Declares four megabytes on each of many connections, and sends all but the last byte. */
    private int unfinishedBodies() throws IOException {
        byte[] head = body(4 << 20).getBytes(StandardCharsets.ISO_8859_1);
        byte[] allButTheEnd = new byte[(4 << 20) - 100];
        java.util.Arrays.fill(allButTheEnd, (byte) 'x');
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < UNFINISHED_BODIES; i++) {
            try {
                Socket socket = open(site.server());
                sockets.add(socket);
                Thread.ofVirtual().start(() -> {
                    try {
                        socket.getOutputStream().write(head);
                        socket.getOutputStream().write(allButTheEnd);
                    } catch (IOException e) {
                        // refused in between
                    }
                });
            } catch (IOException e) {
                break;
            }
        }
        LockSupport.parkNanos(30 * SECOND);
        closeAll(sockets);
        return 0;
    }

    /** Requests large lists and never reads them. */
    private int noReader() throws IOException {
        byte[] request = ("GET /v1.0/users/" + Site.HOSTILE + "/messages?$top=1000 HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer " + site.hostile().token(http) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 8; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(
                    InetAddress.getLoopbackAddress(), site.server().getPort()));
            socket.getOutputStream().write(request);
            sockets.add(socket);
        }
        LockSupport.parkNanos(30 * SECOND);
        closeAll(sockets);
        return 0;
    }

    private static void closeAll(List<Socket> sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // already closed
            }
        }
    }
}
