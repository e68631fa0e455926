package dev.postern.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * The waiting times of the slowest requests compared with the usual ones, when several callers each send their next
 * request as soon as they have received a response; beside Dovecot with the same load over IMAP in the same run.
 */
final class Fairness {
    private static final Set<String> OPERATIONS = Set.of("baseline", "get one", "list 25");
    private static final int MAX_SAMPLES = 1 << 22;

    private final BenchmarkOptions options;
    private final PrintStream out;

    Fairness(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** One caller on one connection. */
    interface Session extends AutoCloseable {
        void call(RandomGenerator random) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens the connection of one caller. */
    interface Opener {
        Session open() throws IOException;
    }

    /**
     * @param data a filled store
     */
    void measure(Path data) throws IOException, InterruptedException {
        out.println("| server | operation | callers | per second | p50 | p99 | p99 / p50 |");
        out.println("|---|---|---:|---:|---:|---:|---:|");
        try (PosternProcess server =
                PosternProcess.start(options.jar(), data, options.javaOptions(), options.serveOptions())) {
            for (BenchmarkOperation operation : new Operations(Mailbox.open(server)).all()) {
                if (OPERATIONS.contains(operation.name()) && options.wants(operation)) {
                    measure("Postern", operation.name(), () -> new HttpSession(operation, new Wire(server.port())));
                }
            }
        }
        if (!Dovecot.isInstalled()) {
            out.println();
            out.println(
                    "SKIPPED: Dovecot is not installed (Debian: dovecot-imapd), so there is nothing to compare with.");
            return;
        }
        try (Dovecot dovecot = Dovecot.start()) {
            measure("Dovecot", "get one", () -> dovecot.open(1));
            measure("Dovecot", "list 25", () -> dovecot.open(25));
        }
    }

    private record HttpSession(BenchmarkOperation operation, Wire wire) implements Session {
        @Override
        public void call(RandomGenerator random) throws IOException {
            Wire.Answer answer = wire.call(operation.maker().request(random));
            if (answer.status() != operation.status()) {
                throw new IOException(operation.name() + ": " + answer.status() + " " + answer.text());
            }
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private void measure(String server, String operation, Opener opener) throws IOException, InterruptedException {
        run(opener, 8, options.warmUp());
        for (int callers : options.callers()) {
            long[] nanos = run(opener, callers, options.length());
            double p50 = nanos[nanos.length / 2] / 1e6;
            double p99 = nanos[(int) (nanos.length * 0.99)] / 1e6;
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %.0f | %.3f | %.2f | %.1f |",
                    server,
                    operation,
                    callers,
                    nanos.length / (options.length().toNanos() / 1e9),
                    p50,
                    p99,
                    p99 / p50));
        }
    }

    /** The times of all calls, sorted. */
    private static long[] run(Opener opener, int callers, Duration length) throws IOException, InterruptedException {
        List<long[]> samples = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (int i = 0; i < callers; i++) {
                sessions.add(opener.open());
            }
            long until = System.nanoTime() + length.toNanos();
            List<Future<long[]>> running = new ArrayList<>();
            for (Session session : sessions) {
                running.add(threads.submit(() -> call(session, until)));
            }
            for (Future<long[]> one : running) {
                samples.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("A caller failed", e.getCause());
        } finally {
            for (Session session : sessions) {
                session.close();
            }
        }
        return samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static long[] call(Session session, long until) throws IOException {
        var random = new SplittableRandom(session.hashCode());
        long[] nanos = new long[1024];
        int count = 0;
        for (long now = System.nanoTime(); now < until && count < MAX_SAMPLES; ) {
            long sent = now;
            session.call(random);
            now = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = now - sent;
        }
        return Arrays.copyOf(nanos, count);
    }
}
