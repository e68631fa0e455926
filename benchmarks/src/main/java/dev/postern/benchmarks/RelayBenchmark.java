package dev.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Messages for another domain: first the smarthost is down and they wait, then it takes them. */
final class RelayBenchmark {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final int CALLERS = 8;

    private final Path jar;
    private final int messages;
    private final PrintStream out;

    RelayBenchmark(Path jar, int messages, PrintStream out) {
        this.jar = jar;
        this.messages = messages;
        this.out = out;
    }

    void measure(Path folder) throws IOException, InterruptedException {
        int port = SmtpBenchmark.freePort();
        Files.createDirectories(folder);
        Path configuration = Files.writeString(
                folder.resolve("postern.yaml"),
                "mailbox:\n  max-queued: 1000000\nrelay:\n  host: 127.0.0.1\n  port: %d\n  tls: none\n"
                        .formatted(port));
        List<String> options = List.of("--config", configuration.toString());
        Path data = folder.resolve("data");
        try (PosternProcess server = PosternProcess.start(jar, data, List.of(), options)) {
            fill(Mailbox.prepare(server, 1), server);
            LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
            double before = server.cpuSeconds();
            LockSupport.parkNanos(IDLE.toNanos());
            out.println();
            out.println(String.format(
                    Locale.ROOT,
                    "With %d messages that wait, %d s without requests cost %.2f s of CPU; resident: %d MiB.",
                    messages,
                    IDLE.toSeconds(),
                    server.cpuSeconds() - before,
                    server.residentMegabytes()));
        }
        // a start ends the pause
        try (Sink sink = new Sink(port);
                PosternProcess server = PosternProcess.start(jar, data, List.of(), options)) {
            long begun = System.nanoTime();
            double before = server.cpuSeconds();
            sink.await(messages);
            double seconds = (System.nanoTime() - begun) / 1e9;
            out.println();
            out.println(String.format(
                    Locale.ROOT,
                    "Then %d left over 4 connections: %.0f per second, %.2f ms of CPU each; resident: %d MiB.",
                    messages,
                    messages / seconds,
                    (server.cpuSeconds() - before) * 1000 / messages,
                    server.residentMegabytes()));
        }
    }

    private void fill(Mailbox mailbox, PosternProcess server) throws InterruptedException {
        AtomicLong left = new AtomicLong(messages);
        var callers = new ArrayList<Future<Boolean>>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    try (Wire wire = new Wire(server.port())) {
                        for (long one = left.getAndDecrement(); one > 0; one = left.getAndDecrement()) {
                            int status = wire.call(mailbox.request("POST", "/sendMail", letter(one)))
                                    .status();
                            if (status != 202) {
                                throw new IllegalStateException("sendMail: " + status);
                            }
                        }
                        return true;
                    }
                }));
            }
            for (Future<Boolean> caller : callers) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Not all messages were accepted.", e);
        }
    }

    private static String letter(long number) {
        return "{\"message\":{\"subject\":\"Report " + number + "\",\"body\":{\"contentType\":\"Text\",\"content\":\""
                + "All is well. ".repeat(140)
                + "\"},\"toRecipients\":[{\"emailAddress\":{\"address\":\"reader@fabrikam.example\"}}]},"
                + "\"saveToSentItems\":false}";
    }

    /** Accepts everything, without looking at it. */
    private static final class Sink implements AutoCloseable {
        private final ServerSocket listener;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicLong count = new AtomicLong();

        Sink(int port) throws IOException {
            listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    threads.execute(() -> serve(socket));
                }
            } catch (IOException e) {
                // it was closed
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                say(socket, "220 sink");
                boolean content = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (content) {
                        content = !line.equals(".");
                        if (!content) {
                            count.incrementAndGet();
                            say(socket, "250 2.0.0 Ok");
                        }
                    } else if (line.startsWith("EHLO")) {
                        say(socket, "250-sink\r\n250 PIPELINING");
                    } else {
                        content = line.equals("DATA");
                        say(socket, content ? "354 Go on" : "250 2.0.0 Ok");
                    }
                }
            } catch (IOException e) {
                // the client has closed it
            }
        }

        private static void say(Socket socket, String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        void await(long wanted) {
            long last = -1;
            for (long stalled = 0; count.get() < wanted; ) {
                stalled = count.get() == last ? stalled : System.nanoTime();
                last = count.get();
                if (System.nanoTime() - stalled > STALLED.toNanos()) {
                    throw new IllegalStateException("Only " + last + " have left.");
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }
}
