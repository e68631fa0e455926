package dev.postern.smtp.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly the bytes that a test says. */
final class WirePeer implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    private Socket socket;
    private InputStream in;

    WirePeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Returns the next line without CRLF; empty text if the connection was closed. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns the last line of the next reply. */
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /** Sends a command and returns the last line of its reply. */
    String ask(String command) throws IOException {
        send(command + "\r\n");
        return reply();
    }

    void secure(SSLContext trust) throws IOException {
        SSLSocket secured =
                (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = secured.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
