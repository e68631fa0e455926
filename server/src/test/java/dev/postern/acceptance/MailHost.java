package dev.postern.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A host that accepts mail, or refuses every recipient for now, and remembers the commands. It ends with the process of the tests. */
final class MailHost {
    private static final long PATIENCE_MILLIS = 6_000;
    private static final long PAUSE_MILLIS = 20;

    private final ServerSocket listener;
    private final @Nullable SSLContext tls;
    private final boolean refuses;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /** @param tls null if it does not offer STARTTLS */
    MailHost(@Nullable SSLContext tls, boolean refuses) {
        this.tls = tls;
        this.refuses = refuses;
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits until it has got this many commands that begin so; returns whether it has. */
    boolean gets(String command, int times) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (count(command) < times && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return count(command) >= times;
    }

    private long count(String command) {
        return commands.stream().filter(one -> one.startsWith(command)).count();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket plain) {
        try (Socket socket = plain) {
            reply(socket, "220 host.fabrikam.example");
            SSLSocket secure = commands(socket);
            if (secure != null) {
                commands(secure);
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    /** Returns the socket that follows STARTTLS; null at the end. */
    private @Nullable SSLSocket commands(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String command = line.split(" ", 2)[0];
            switch (command) {
                case "EHLO" -> reply(socket, offers(socket));
                case "STARTTLS" -> {
                    reply(socket, "220 go");
                    return secure(socket);
                }
                case "AUTH" -> reply(socket, "235 2.7.0 yes");
                case "RCPT" -> reply(socket, refuses ? "451 4.3.0 later" : "250 2.1.5 yes");
                case "DATA" -> {
                    reply(socket, "354 go");
                    while (!".".equals(line) && line != null) {
                        line = in.readLine();
                    }
                    reply(socket, refuses ? "554 5.5.1 no recipients" : "250 2.0.0 yes");
                }
                case "QUIT" -> {
                    reply(socket, "221 bye");
                    return null;
                }
                default -> reply(socket, "250 2.0.0 yes");
            }
        }
        return null;
    }

    private String offers(Socket socket) {
        return tls == null || socket instanceof SSLSocket
                ? "250-host.fabrikam.example\r\n250 AUTH PLAIN"
                : "250-host.fabrikam.example\r\n250 STARTTLS";
    }

    private SSLSocket secure(Socket socket) throws IOException {
        SSLContext context = tls;
        if (context == null) {
            throw new IOException("TLS was not offered");
        }
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private static void reply(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
