package dev.postern.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages from outside are accepted and delivered in a second, over SMTP and LMTP, beside a Postfix that delivers into a maildir and
 * GreenMail, which keeps mail in memory; how fast mail leaves; and what messages cost that wait for a host that is down.
 */
final class SmtpBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32);
    private static final String RECIPIENT = "bench0@contoso.example";

    private final Path jar;
    private final PrintStream out;
    private final Duration length;

    SmtpBenchmark(Path jar, Duration length, PrintStream out) {
        this.jar = jar;
        this.length = length;
        this.out = out;
    }

    static void run(List<String> words, Path jar, Path folder, PrintStream out)
            throws IOException, InterruptedException {
        Duration length = Duration.ofSeconds(words.size() > 1 ? Integer.parseInt(words.get(1)) : 10);
        int waiting = words.size() > 2 ? Integer.parseInt(words.get(2)) : 100_000;
        SmtpBenchmark benchmark = new SmtpBenchmark(jar, length, out);
        benchmark.receive(folder.resolve("in"));
        new RelayBenchmark(jar, waiting, out).measure(folder.resolve("out"));
    }

    private void receive(Path folder) throws IOException, InterruptedException {
        int smtp = freePort();
        int lmtp = freePort();
        Files.createDirectories(folder);
        Path configuration = Files.writeString(
                folder.resolve("postern.yaml"), "smtp:\n  port: %d\nlmtp:\n  port: %d\n".formatted(smtp, lmtp));
        out.println("| server | connections | per connection | per second | CPU of a message, ms |");
        out.println("|---|---:|---|---:|---:|");
        try (PosternProcess server = PosternProcess.start(
                        jar, folder.resolve("data"), List.of(), List.of("--config", configuration.toString()));
                GreenMailProcess green = GreenMailProcess.start(freePort());
                @Nullable PostfixProcess postfix = PostfixProcess.isThere() ? PostfixProcess.start(freePort()) : null) {
            Mailbox.prepare(server, 1);
            // in turns, so that all have the same share of a machine that has other work
            for (boolean keeps : List.of(true, false)) {
                for (int connections : CONNECTIONS) {
                    row(
                            "Postern, SMTP",
                            new MailClient(smtp, false, RECIPIENT, keeps),
                            connections,
                            server::cpuSeconds);
                    row("Postern, LMTP", new MailClient(lmtp, true, RECIPIENT, keeps), connections, server::cpuSeconds);
                    if (postfix != null) {
                        row(
                                "Postfix",
                                new MailClient(postfix.port(), false, RECIPIENT, keeps),
                                connections,
                                postfix::cpuSeconds);
                    }
                    row(
                            "GreenMail",
                            new MailClient(green.port(), false, RECIPIENT, keeps),
                            connections,
                            green::cpuSeconds);
                }
            }
            if (postfix == null) {
                out.println();
                out.println("SKIPPED: Postfix, which needs root and Debian's package postfix.");
            }
        }
    }

    private void row(String server, MailClient client, int connections, DoubleSupplier cpu)
            throws InterruptedException {
        client.send(connections, length.dividedBy(2));
        double before = cpu.getAsDouble();
        long begun = System.nanoTime();
        long count = client.send(connections, length);
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %s | %.0f | %.2f |",
                server,
                connections,
                client.keeps() ? "many" : "one",
                count / seconds,
                (cpu.getAsDouble() - before) * 1000 / count));
    }

    /** GreenMail, in a process of its own. */
    private record GreenMailProcess(Process process, int port) implements AutoCloseable {
        static GreenMailProcess start(int port) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-Dgreenmail.smtp.hostname=127.0.0.1",
                            "-Dgreenmail.smtp.port=" + port,
                            "-Dgreenmail.auth.disabled",
                            "-jar",
                            Path.of("benchmarks/target/peers/greenmail.jar").toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!listens(port)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new IOException("GreenMail did not start.");
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            return new GreenMailProcess(process, port);
        }

        private static boolean listens(int port) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        double cpuSeconds() {
            return ProcessorTime.of(process.pid());
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
