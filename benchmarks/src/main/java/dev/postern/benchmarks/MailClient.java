package dev.postern.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends messages of 2 KB, each after the reply to the one before.
 *
 * @param lmtp whether the server speaks LMTP
 * @param keeps whether a connection is used for all messages, or for one
 */
record MailClient(int port, boolean lmtp, String recipient, boolean keeps) {
    private static final int TIMEOUT = 60_000;
    private static final String TEXT = "The quick brown fox jumps over the lazy dog, again and again.\r\n".repeat(29);
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

    /** Sends for so long over this many connections at the same time; returns the number of messages that were accepted. */
    long send(int connections, Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        long sum = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(() -> sendUntil(end));
            }
            for (Future<Long> one : threads.invokeAll(all)) {
                sum += one.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private long sendUntil(long end) {
        long count = 0;
        try {
            while (System.nanoTime() < end) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout(TIMEOUT);
                    count += converse(socket, end);
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long converse(Socket socket, long end) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        long count = 0;
        expect(in);
        say(socket, in, lmtp ? "LHLO client" : "EHLO client");
        do {
            say(socket, in, "MAIL FROM:<sender@fabrikam.example>");
            say(socket, in, "RCPT TO:<" + recipient + ">");
            say(socket, in, "DATA");
            say(socket, in, message());
            count++;
        } while (keeps && System.nanoTime() < end);
        say(socket, in, "QUIT");
        return count;
    }

    private String message() {
        long number = NUMBER.incrementAndGet();
        return "From: sender@fabrikam.example\r\nTo: " + recipient + "\r\nSubject: Report " + number
                + "\r\nDate: Fri, 02 Jan 2026 03:04:05 +0000\r\nMessage-ID: <" + number
                + "@fabrikam.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n" + TEXT
                + ".";
    }

    private static void say(Socket socket, InputStream in, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in);
    }

    private static void expect(InputStream in) throws IOException {
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("The server has closed the connection after: " + line);
                }
                line.append((char) c);
            }
            if (line.charAt(0) > '3') {
                throw new IOException("The server has refused: " + line);
            }
            if (line.charAt(3) != '-') {
                return;
            }
        }
    }
}
