package dev.postern.benchmarks;

import dev.postern.benchmarks.directory.DirectoryBenchmark;
import dev.postern.benchmarks.directory.PeerBenchmark;
import dev.postern.benchmarks.soak.Soak;
import dev.postern.benchmarks.soak.SoakOptions;
import dev.postern.logging.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Measures store after store: fills it, starts a server on it, and lets callers execute each operation. */
public final class Benchmarks {
    private static final int USAGE_STATUS = 64;
    private static final String FAIRNESS = "--fairness";
    private static final String CALENDARS = "calendars";
    private static final String RULES = "rules";

    private final BenchmarkOptions options;
    private final Report report;

    private Benchmarks(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.report = new Report(out);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.getFirst().equals("soak")) {
            System.exit(soak(words.subList(1, words.size())));
        }
        if (!words.isEmpty() && words.getFirst().equals("sending")) {
            System.exit(sending(words, System.out));
        }
        if (!words.isEmpty() && words.getFirst().equals("directory")) {
            System.exit(directory(words, System.out));
        }
        if (!words.isEmpty() && words.getFirst().equals("decisions")) {
            System.exit(decisions(words, Duration.ofSeconds(2), System.out));
        }
        if (!words.isEmpty() && words.getFirst().equals("notifications")) {
            notifications(words, System.out);
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("startup")) {
            startup(words, System.out);
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("smtp")) {
            smtp(words, System.out);
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("console")) {
            console(words, System.out);
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("workflows")) {
            workflows(words, System.out);
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("flips")) {
            flips(words, System.out);
            return;
        }
        boolean fairness = !words.isEmpty() && words.getFirst().equals(FAIRNESS);
        boolean rules = !words.isEmpty() && words.getFirst().equals(RULES);
        boolean calendars = !words.isEmpty() && words.getFirst().equals(CALENDARS);
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.read(
                    fairness ? ofFairness(words) : calendars || rules ? words.subList(1, words.size()) : words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(BenchmarkOptions.USAGE);
            System.exit(USAGE_STATUS);
            return;
        }
        Logging.install(false, "WARN");
        if (fairness) {
            fairness(options, words, System.out);
        } else if (rules) {
            new Report(System.out).machine(words);
            new RuleBenchmark(options, System.out).measure();
        } else if (calendars) {
            new Report(System.out).machine(words);
            new CalendarBenchmark(options, System.out).measure();
        } else {
            run(options, words, System.out);
        }
    }

    /** A small store suffices, because waiting times between callers are measured. */
    private static List<String> ofFairness(List<String> words) {
        List<String> all = new ArrayList<>(List.of("--stores", "small"));
        all.addAll(words.subList(1, words.size()));
        return all;
    }

    static void fairness(BenchmarkOptions options, List<String> command, PrintStream out)
            throws IOException, InterruptedException {
        Benchmarks benchmarks = new Benchmarks(options, out);
        benchmarks.report.machine(command);
        benchmarks.on(options.stores().getFirst(), data -> new Fairness(options, out).measure(data));
    }

    private static int sending(List<String> words, PrintStream out) throws IOException, InterruptedException {
        SendingOptions options;
        try {
            options = SendingOptions.read(words.subList(1, words.size()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(SendingOptions.USAGE);
            return USAGE_STATUS;
        }
        Logging.install(false, "WARN");
        new Report(out).machine(words);
        new Sending(options, out).measure();
        return 0;
    }

    private static int soak(List<String> words) throws IOException, InterruptedException {
        Logging.install(false, "WARN");
        try {
            return Soak.run(words, System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(SoakOptions.USAGE);
            return USAGE_STATUS;
        }
    }

    /** Without a server: a directory on SQLite, in this process. */
    static int directory(List<String> words, PrintStream out) throws IOException {
        Logging.install(false, "ERROR");
        return inFolder(words, List.of("100k", "1M"), out, new DirectoryBenchmark(out)::measure);
    }

    /**
     * Like {@link #directory}, with other engines.
     *
     * @param turn how long each engine may take for one of its turns
     */
    static int decisions(List<String> words, Duration turn, PrintStream out) throws IOException {
        Logging.install(false, "ERROR");
        return inFolder(words, List.of("10k", "100k"), out, new PeerBenchmark(out, turn)::measure);
    }

    private static int inFolder(
            List<String> words, List<String> usual, PrintStream out, BiConsumer<List<String>, Path> measurement)
            throws IOException {
        List<String> sizes = words.size() > 1 ? List.of(words.get(1).split(",")) : usual;
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            measurement.accept(sizes, folder);
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE_STATUS;
        } finally {
            remove(folder);
        }
    }

    /** A server in a process of its own, with 1,000 subscriptions. */
    private static void notifications(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        Path jar = words.size() > 1 ? Path.of(words.get(1)) : BenchmarkOptions.SERVER_JAR;
        new Report(out).machine(words);
        try (Notifying notifying = new Notifying(out, folder)) {
            notifying.measure(jar, folder.resolve("data"));
        } finally {
            remove(folder);
        }
    }

    /** Servers in processes of their own, and GreenMail. */
    private static void startup(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            StartBenchmark.run(words, BenchmarkOptions.SERVER_JAR, folder, out);
        } finally {
            remove(folder);
        }
    }

    /** Servers in processes of their own, Postfix and GreenMail. */
    private static void smtp(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            SmtpBenchmark.run(words, BenchmarkOptions.SERVER_JAR, folder, out);
        } finally {
            remove(folder);
        }
    }

    /** A server in a process of its own, with a large directory. */
    static void console(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            ConsoleBenchmark.run(BenchmarkOptions.SERVER_JAR, words.size() > 1 ? words.get(1) : "100k", folder, out);
        } finally {
            remove(folder);
        }
    }

    /** A server in a process of its own, with a large directory. */
    private static void workflows(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            WorkflowBenchmark.run(BenchmarkOptions.SERVER_JAR, folder, out);
        } finally {
            remove(folder);
        }
    }

    private static void flips(List<String> words, PrintStream out) throws IOException, InterruptedException {
        Logging.install(false, "ERROR");
        Path folder = Files.createTempDirectory("postern-benchmarks");
        try {
            new Report(out).machine(words);
            new PolicyFlips(out).measure(words.size() > 1 ? words.get(1) : "100k", BenchmarkOptions.SERVER_JAR, folder);
        } finally {
            remove(folder);
        }
    }

    static void run(BenchmarkOptions options, List<String> command, PrintStream out)
            throws IOException, InterruptedException {
        Benchmarks benchmarks = new Benchmarks(options, out);
        benchmarks.report.head(command);
        for (Store store : options.stores()) {
            benchmarks.measure(store);
        }
    }

    private void measure(Store store) throws IOException, InterruptedException {
        on(store, data -> {
            try (PosternProcess server = start(data)) {
                measure(store, server);
            }
        });
    }

    private interface Measurement {
        void of(Path data) throws IOException, InterruptedException;
    }

    /** Runs a measurement on a filled store, which is deleted afterwards unless it is to be kept. */
    private void on(Store store, Measurement measurement) throws IOException, InterruptedException {
        Path keep = options.keep();
        Path data = keep == null ? Files.createTempDirectory("postern-benchmarks") : keep.resolve(store.name());
        try {
            if (!Files.exists(data.resolve("filled"))) {
                fill(store, data);
            }
            measurement.of(data);
        } finally {
            if (keep == null) {
                remove(data);
            }
        }
    }

    private void fill(Store store, Path data) throws IOException {
        try (PosternProcess server = start(data)) {
            Mailbox.prepare(server, store.mailboxes());
        }
        if (store.each() > 0) {
            long begun = System.nanoTime();
            Seeder.fill(data, store.each());
            System.err.println(
                    "Filled '" + store.name() + "' with " + (long) store.mailboxes() * store.each() + " messages in "
                            + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        }
        Files.createFile(data.resolve("filled"));
    }

    private void measure(Store store, PosternProcess server) throws IOException, InterruptedException {
        Load load = new Load(server);
        int maxCallers =
                options.callers().stream().max(Comparator.naturalOrder()).orElse(1);
        for (BenchmarkOperation operation : new Operations(Mailbox.open(server)).all()) {
            if (options.wants(operation)) {
                load.run(operation, Math.min(maxCallers, 8), options.warmUp());
                for (int callers : options.callers()) {
                    report.line(store, operation, callers, load.run(operation, callers, options.length()));
                }
                if (operation.delivers()) {
                    load.indexing().ifPresent(report::note);
                }
            }
        }
        report.note("Resident after '" + store.name() + "': " + server.residentMegabytes() + " MiB");
    }

    private PosternProcess start(Path data) {
        return PosternProcess.start(options.jar(), data, options.javaOptions(), options.serveOptions());
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
