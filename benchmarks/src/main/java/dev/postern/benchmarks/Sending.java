package dev.postern.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The cost of sendMail on each engine, from one mailbox and from many. Compared servers run in the same minutes and
 * take turns, so that other load on the machine affects all of them.
 */
final class Sending {
    private final SendingOptions options;
    private final PrintStream out;

    Sending(SendingOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** A server that takes turns with others. */
    private record Contestant(Mailbox mailbox, Load load) {}

    void measure() throws IOException, InterruptedException {
        out.println(
                "CPU is the user and system time of server and database together for one message, including delivery"
                        + " and audit.");
        out.println("Each line is the median of " + options.rounds()
                + " turns; in parentheses the lowest and the highest CPU.");
        out.println();
        out.println(
                "| engine | senders | callers | server | per second | p50 | p99 | CPU | (range) | database's part |");
        out.println("|---|---:|---:|---|---:|---:|---:|---:|---|---:|");
        if (options.sqlite()) {
            measure("SQLite", null);
        }
        if (options.postgres() != null) {
            measure("PostgreSQL", options.postgres());
        }
    }

    private void measure(String engine, @Nullable Path programs) throws IOException, InterruptedException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            for (Map.Entry<String, Path> jar : options.jars().entrySet()) {
                contestants.put(
                        jar.getKey(),
                        start(jar.getValue(), programs, options.mailboxes(), options.javaOptions(), running));
            }
            for (int senders : options.senders()) {
                for (Contestant one : contestants.values()) {
                    one.load().run(operation(one, senders), 8, options.warmUp());
                }
                for (int callers : options.callers()) {
                    turns(engine, senders, callers, contestants);
                }
            }
        } finally {
            while (!running.isEmpty()) {
                close(running.pop());
            }
        }
    }

    private static Contestant start(
            Path jar, @Nullable Path programs, int mailboxes, List<String> javaOptions, Deque<AutoCloseable> running)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("postern-sending");
        running.push(() -> Benchmarks.remove(data));
        var serve = new ArrayList<String>();
        PostgresProcess postgres = null;
        if (programs != null) {
            Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            postgres = PostgresProcess.start(programs, data.resolve("postgres"));
            running.push(postgres);
            serve.addAll(List.of("--database", postgres.url()));
        }
        PosternProcess server = PosternProcess.start(jar, data.resolve("server"), javaOptions, serve);
        running.push(server);
        Mailbox mailbox = Mailbox.prepare(server, mailboxes);
        return new Contestant(mailbox, postgres == null ? new Load(server) : new Load(server, postgres::cpuSeconds));
    }

    private void turns(String engine, int senders, int callers, Map<String, Contestant> contestants)
            throws IOException, InterruptedException {
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Map.Entry<String, Contestant> one : contestants.entrySet()) {
                results.computeIfAbsent(one.getKey(), _ -> new ArrayList<>())
                        .add(one.getValue().load().run(operation(one.getValue(), senders), callers, options.length()));
            }
        }
        results.forEach((name, turns) -> out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %s | %.0f | %.2f | %.2f | %.3f | (%.3f to %.3f) | %.3f |",
                engine,
                senders,
                callers,
                name,
                median(turns, Load.Result::perSecond),
                median(turns, Load.Result::p50Millis),
                median(turns, Load.Result::p99Millis),
                median(turns, Sending::cpu),
                turns.stream().mapToDouble(Sending::cpu).min().orElse(Double.NaN),
                turns.stream().mapToDouble(Sending::cpu).max().orElse(Double.NaN),
                median(turns, Load.Result::databaseMillis))));
        out.flush();
    }

    private static double cpu(Load.Result result) {
        return result.cpuMillis() + result.databaseMillis();
    }

    private static double median(List<Load.Result> results, ToDoubleFunction<Load.Result> of) {
        return results.stream()
                .mapToDouble(of)
                .sorted()
                .skip((results.size() - 1) / 2)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static BenchmarkOperation operation(Contestant contestant, int senders) {
        return new BenchmarkOperation(
                "sendMail", 0, 202, true, random -> request(contestant.mailbox(), senders, random));
    }

    /** With one sender, a message to one recipient; with many, to any other sender. */
    private static byte[] request(Mailbox mailbox, int senders, RandomGenerator random) {
        int from = random.nextInt(senders);
        int to = senders == 1 ? 1 : (from + 1 + random.nextInt(senders - 1)) % senders;
        return mailbox.request(
                "POST", "/users/bench" + from + "@contoso.example/sendMail", Operations.letter(random, "bench" + to));
    }

    private static void close(AutoCloseable one) throws IOException {
        try {
            one.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
