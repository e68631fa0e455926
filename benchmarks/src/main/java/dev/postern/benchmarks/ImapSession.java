package dev.postern.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * One persistent IMAP connection that fetches from the inbox, with as little work for the client as possible, like
 * {@link Wire}.
 */
final class ImapSession implements Fairness.Session {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int messages;
    private final int of;

    ImapSession(int port, int messages, int of) throws IOException {
        this.messages = messages;
        this.of = of;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            out = socket.getOutputStream();
            line();
            command("LOGIN bench0 anything");
            command("SELECT INBOX");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void append(String message) throws IOException {
        command("APPEND INBOX {" + message.length() + "+}\r\n" + message);
    }

    @Override
    public void call(RandomGenerator random) throws IOException {
        int first = 1 + random.nextInt(of - messages + 1);
        command(
                messages == 1
                        ? "FETCH " + first + " (FLAGS ENVELOPE BODY.PEEK[])"
                        : "FETCH " + first + ":" + (first + messages - 1) + " (FLAGS INTERNALDATE ENVELOPE)");
    }

    private void command(String text) throws IOException {
        out.write(("a " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String line;
        do {
            line = line();
            // the length of a literal is at the end of a line
            while (line.endsWith("}")) {
                in.skipNBytes(Long.parseLong(line.substring(line.lastIndexOf('{') + 1, line.length() - 1)));
                line = line();
            }
        } while (!line.startsWith("a "));
        if (!line.startsWith("a OK")) {
            throw new IOException(text.lines().findFirst().orElse("") + ": " + line);
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection ended");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
