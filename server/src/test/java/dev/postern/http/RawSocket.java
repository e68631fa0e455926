package dev.postern.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to which a test writes bytes that no HTTP client would send. */
final class RawSocket implements Closeable {
    private final Socket socket;

    RawSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    /** One response: status, header lines and content by its Content-Length. Status 0 if the connection ended instead. */
    record Answer(int status, List<String> headers, String body) {
        boolean has(String name) {
            return headers.stream().anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
        }

        String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    RawSocket send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends as much as the server accepts; it may close the connection in between. */
    RawSocket send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // The response sent before the close can still be read.
        }
        return this;
    }

    Answer answer() throws IOException {
        return answer(false);
    }

    Answer answer(boolean head) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            String first = line(in);
            if (first.isEmpty()) {
                return new Answer(0, List.of(), "");
            }
            var headers = new ArrayList<String>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                headers.add(line);
            }
            var answer = new Answer(Integer.parseInt(first.split(" ")[1]), headers, "");
            String length = answer.header("Content-Length");
            byte[] body = in.readNBytes(head || length.isEmpty() ? 0 : Integer.parseInt(length));
            return new Answer(answer.status(), headers, new String(body, StandardCharsets.UTF_8));
        } catch (SocketException e) {
            return new Answer(0, List.of(), "");
        }
    }

    /** Returns everything until the server closes the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Waits for the server and returns whether it has closed the connection. */
    boolean closed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Tells the server that nothing more follows. */
    void end() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // The response sent before the close can still be read.
        }
    }

    /** Closes the connection abruptly. */
    void cut() throws IOException {
        socket.close();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
