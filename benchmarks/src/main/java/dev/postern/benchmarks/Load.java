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

/** Callers that each send their next request as soon as they have received a response. */
final class Load {
    private static final int MAX_SAMPLES = 1 << 20;

    private final PosternProcess server;
    private final DoubleSupplier database;

    Load(PosternProcess server) {
        this(server, () -> 0);
    }

    /**
     * @param database the processor time used by the database, in seconds
     */
    Load(PosternProcess server, DoubleSupplier database) {
        this.server = server;
        this.database = database;
    }

    /**
     * The results.
     *
     * @param cpuMillis the server's processor time for one operation, including its work after the response
     * @param databaseMillis the same for the database's processes, if it has any
     */
    record Result(
            long operations,
            double perSecond,
            double p50Millis,
            double p99Millis,
            double cpuMillis,
            double databaseMillis) {}

    /** Each caller performs at least one operation, however short the run is. */
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
            for (long now = System.nanoTime(); count == 0 || (now < until && count < MAX_SAMPLES); ) {
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

    /** Waits until all accepted messages are delivered, according to the server's metric. */
    private void awaitDelivery() throws IOException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (metric("postern_copies_delivered_total") < metric("postern_messages_accepted_total")) {
            if (System.nanoTime() > end) {
                throw new IOException("What was accepted was not delivered in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** The cost of indexing sent mail after the load; empty if nothing is waiting. */
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
        return waiting == 0 || waiting >= Indexer.MAX_BACKLOG_COUNTED
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Indexing for searches, after the load: %.3f ms of CPU for each of %.0f messages",
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
