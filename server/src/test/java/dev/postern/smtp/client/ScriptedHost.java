package dev.postern.smtp.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A host that replies as a script says, one script for each connection. Lines of a script:
 *
 * <pre>
 * S: 220 text        sends a line
 * B: 220 text        sends text with \r, \n and \0 as written
 * C: EHLO            expects a line that begins so
 * DATA               reads content up to the final dot
 * BYTES 100          reads so many bytes
 * TLS                does the handshake
 * HOLD               waits until the test releases it, or the client closes
 * DROP               closes the connection
 * </pre>
 *
 * At the end of a script, the rest of what the client sends is read.
 */
final class ScriptedHost implements AutoCloseable {
    private final ServerSocket listener;
    private final @Nullable SSLContext tls;
    private final Queue<String> scripts = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> problems = new CopyOnWriteArrayList<>();
    final List<String> contents = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch held = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    ScriptedHost(@Nullable SSLContext tls, String... all) throws IOException {
        this.tls = tls;
        scripts.addAll(List.of(all));
        listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        threads.add(Thread.ofVirtual().start(this::accept));
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                String script = scripts.poll();
                threads.add(Thread.ofVirtual().start(() -> play(socket, script)));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void play(Socket socket, @Nullable String script) {
        if (script == null) {
            problems.add("a connection without a script");
            close(socket);
            return;
        }
        var steps =
                new ArrayDeque<>(script.lines().filter(line -> !line.isBlank()).toList());
        try {
            Socket current = socket;
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!steps.isEmpty()) {
                String step = steps.poll();
                String rest = step.length() > 3 ? step.substring(3) : "";
                if (step.startsWith("S: ")) {
                    current.getOutputStream().write((rest + "\r\n").getBytes(StandardCharsets.UTF_8));
                } else if (step.startsWith("B: ")) {
                    current.getOutputStream().write(unescaped(rest).getBytes(StandardCharsets.UTF_8));
                } else if (step.startsWith("C:")) {
                    String line = line(in);
                    commands.add(line);
                    if (!line.startsWith(rest)) {
                        problems.add("expected '" + rest + "', got '" + line + "'");
                        close(socket);
                        return;
                    }
                } else if (step.equals("DATA")) {
                    contents.add(content(in));
                } else if (step.startsWith("BYTES ")) {
                    in.readNBytes(Integer.parseInt(step.substring(6)));
                } else if (step.equals("TLS")) {
                    SSLContext context = Objects.requireNonNull(tls);
                    SSLSocket secure =
                            (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
                    secure.setUseClientMode(false);
                    secure.startHandshake();
                    current = secure;
                    in = new BufferedInputStream(secure.getInputStream());
                } else if (step.equals("HOLD")) {
                    held.countDown();
                    release.await();
                } else if (step.equals("DROP")) {
                    close(socket);
                    return;
                } else {
                    problems.add("unknown step " + step);
                }
            }
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            if (steps.stream().anyMatch(step -> step.startsWith("C:"))) {
                problems.add("the client closed the connection before " + steps);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(socket);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new IOException("closed");
            }
            line.write(octet);
            octet = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Removes the dots again. */
    private static String content(InputStream in) throws IOException {
        var content = new StringBuilder();
        for (String line = line(in); !line.equals("."); line = line(in)) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return content.toString();
    }

    /** Waits until the scripts have ended. The client must have closed its connections. */
    void ended() throws InterruptedException {
        for (Thread one : threads.subList(1, threads.size())) {
            one.join();
        }
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        listener.close();
        sockets.forEach(ScriptedHost::close);
    }
}
