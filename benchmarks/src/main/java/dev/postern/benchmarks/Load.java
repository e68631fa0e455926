package dev.postern.benchmarks;

import dev.postern.mailbox.Indexer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** Callers that each send their next request when they have the answer to the last. */
final class Load {
    private static final int MOST_SAMPLES = 1 << 20;

    private final PosternProcess server;
    private final DoubleSupplier database;

    Load(PosternProcess server) {
        this(server, () -> 0);
    }

    /** @param database the processor time that the database has used, in seconds */
    Load(PosternProcess server, DoubleSupplier database) {
        this.server = server;
        this.database = database;
    }

    /**
     * What came of it.
     *
     * @param cpuMillis the server's processor time for one operation, with what it does after its response
     * @param databaseMillis the same of the database's processes, if it has some of its own
     */
    record Result(
            long operations,
            double perSecond,
            double p50Millis,
            double p99Millis,
            double cpuMillis,
            double databaseMillis) {}

    Result run(BenchmarkOperation operation, int clients, Duration length) throws IOException, InterruptedException {
        double cpu = server.cpuSeconds();
        double databaseCpu = database.getAsDouble();
        long begun = System.nanoTime();
        List<long[]> samples = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                var random = new SplittableRandom(begun + i);
                running.add(threads.submit(() -> call(operation, random, begun + length.toNanos())));
            }
            for (Future<long[]> one : running) {
                samples.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(operation.name() + " with " + clients + " callers", e.getCause());
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (operation.delivers()) {
            awaitDelivery();
        }
        double spent = server.cpuSeconds() - cpu;
        double databaseSpent = database.getAsDouble() - databaseCpu;
        long[] all = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(
                all.length,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                spent * 1000 / all.length,
                databaseSpent * 1000 / all.length);
    }

    private long[] call(BenchmarkOperation operation, SplittableRandom random, long until) throws IOException {
        long[] nanos = new long[1024];
        int count = 0;
        try (Wire wire = new Wire(server.port())) {
            for (long now = System.nanoTime(); now < until && count < MOST_SAMPLES; ) {
                byte[] request = operation.maker().request(random);
                long sent = System.nanoTime();
                Wire.Answer answer = wire.call(request);
                now = System.nanoTime();
                if (answer.status() != operation.status()) {
                    throw new IOException(operation.name() + ": " + answer.status() + " " + answer.text());
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = now - sent;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    /** Waits until everything that was accepted is where it belongs, which the server itself counts. */
    private void awaitDelivery() throws IOException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (metric("postern_copies_delivered_total") < metric("postern_messages_accepted_total")) {
            if (System.nanoTime() > end) {
                throw new IOException("What was accepted was not delivered in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** What the index costs that is written behind sent mail, once the server has the time; nothing when none waits. */
    Optional<String> indexing() throws IOException {
        double waiting = metric("postern_search_backlog");
        double cpu = server.cpuSeconds();
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (metric("postern_search_backlog") > 0) {
            if (System.nanoTime() > end) {
                throw new IOException("What was written was not indexed in time");
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        return waiting == 0 || waiting >= Indexer.MOST_COUNTED
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Indexing for searches, in the quiet afterwards: %.3f ms of CPU for each of %.0f messages",
                        (server.cpuSeconds() - cpu) * 1000 / waiting,
                        waiting));
    }

    private double metric(String name) throws IOException {
        byte[] request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Wire wire = new Wire(server.port())) {
            return count(wire.call(request).text(), name);
        }
    }

    private static double count(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The server does not count " + name));
    }
}
