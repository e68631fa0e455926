package dev.postern.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A peer that keeps the server waiting, and observes whether the server closes the connection. */
final class SlowPeer {
    private static final int PATIENCE_MILLIS = 4_000;

    private SlowPeer() {}

    /** Sends this text and then nothing. */
    static String silent(String server, String text) throws IOException {
        try (Socket socket = open(server)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return ending(socket, PATIENCE_MILLIS);
        }
    }

    /** Sends a request and then its body, five pieces a second. */
    static String slowBody(String server, String head, int piece) throws Exception {
        try (Socket socket = open(server)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < PATIENCE_MILLIS / 200; i++) {
                socket.getOutputStream().write(new byte[piece]);
                if (ending(socket, 200).equals("closed")) {
                    return "closed";
                }
            }
            return "open";
        } catch (IOException e) {
            return "closed";
        }
    }

    /** Opens this many connections; returns whether the server closes one of them. */
    static String crowd(String server, int connections) throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(open(server));
            }
            for (Socket socket : open) {
                if (ending(socket, PATIENCE_MILLIS / connections).equals("closed")) {
                    return "closed";
                }
            }
            return "open";
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    static boolean answers(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket open(String server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), URI.create(server).getPort());
    }

    /** A response with an error counts as closed. */
    private static String ending(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            int _ = socket.getInputStream().read();
            return "closed";
        } catch (SocketTimeoutException e) {
            return "open";
        } catch (IOException e) {
            return "closed";
        }
    }
}
