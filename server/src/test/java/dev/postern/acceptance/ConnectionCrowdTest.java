package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More connections than the server may have files, without requests or with incomplete ones. */
@Tag("alone")
@Timeout(180)
class ConnectionCrowdTest {
    private static final int FILES = 512;
    private static final int CROWD = 1_500;
    /** For a machine that is busy with other tests; the usual time is a millisecond. */
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (Socket one : sockets) {
            one.close();
        }
        sockets.clear();
    }

    private Socket open(int port, String text) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void bothListenersStayAvailable() throws Exception {
        List<String> limits = List.of(
                "--config",
                limits("limits: {handshake-timeout: 2 s, header-timeout: 2 s,"
                        + " body-timeout: 2 s, idle-timeout: 600 s}\n"));
        try (ServerProcess server = ServerProcess.startWithFiles(FILES, folder, limits)) {
            server.admin();
            bothListenersRespond();
            long before = server.openFiles();

            for (int i = 0; i < CROWD; i++) {
                open(port(i % 2 == 0 ? "server" : "tlsServer"), "");
            }
            bothListenersRespond();
            assertTrue(server.openFiles() < FILES);
            leave();

            Socket[] slow = {
                open(port("server"), "GET /healthz HTTP/1.1\r\nHost: local"),
                open(port("server"), "POST /v1.0/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"),
                open(port("tlsServer"), ""),
                open(port("tlsServer"), "\u0016\u0003\u0001")
            };
            for (Socket one : slow) {
                assertTrue(closed(one));
            }
            unread(port("server"));
            bothListenersRespond();
            leave();
            Waiting.until(() -> openFiles(server) <= before + 8 ? Optional.of(true) : Optional.empty());
            assertTrue(server.isAlive());
        }
    }

    /** Requests page after page without reading, until the server closes the connection. */
    private void unread(int port) throws IOException {
        Socket deaf = open(port, "");
        byte[] asked =
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < 100_000; i++) {
                deaf.getOutputStream().write(asked);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("The server goes on answering who does not listen");
    }

    private String limits(String text) throws IOException {
        return Files.writeString(folder.resolve("limits.yaml"), text).toString();
    }

    private void bothListenersRespond() throws Exception {
        var trusting = LocalAuthority.open(folder.resolve("tls"), List.of(), InstantSource.system())
                .clientContext();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting)
                .build()) {
            for (String listener : List.of("server", "tlsServer")) {
                var request = HttpRequest.newBuilder(address(listener).resolve("/readyz"))
                        .timeout(PROMPTLY)
                        .build();
                assertEquals(
                        200, client.send(request, BodyHandlers.discarding()).statusCode());
            }
        }
    }

    private URI address(String listener) {
        return URI.create(
                TestPostern.read(folder.resolve("admin.json")).path(listener).asString(""));
    }

    private int port(String listener) {
        return address(listener).getPort();
    }

    private static long openFiles(ServerProcess server) {
        try {
            return server.openFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether the server closes it, possibly after a response. */
    private static boolean closed(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
