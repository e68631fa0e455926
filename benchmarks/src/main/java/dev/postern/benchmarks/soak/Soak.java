package dev.postern.benchmarks.soak;

import dev.postern.benchmarks.PosternProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs honest callers and all attacks at the same time against a server in a separate process, then leaves it idle for
 * a while. The run passes if no honest caller got a wrong response, their p99 is below the bound, every accepted
 * message was delivered once, memory and descriptors are back to normal, and the audit verifies.
 */
public final class Soak {
    private static final double P99_BOUND_MILLIS = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SAMPLES = Duration.ofSeconds(15);
    private static final int DESCRIPTORS_MORE = 40;
    /** The maximum share of honest requests that may be refused with {@code Retry-After}. */
    private static final double MAX_BUSY_SHARE = 0.01;

    private final SoakOptions options;
    private final PrintStream out;
    private final Map<String, AtomicLong> attempts = new ConcurrentHashMap<>();

    private Soak(SoakOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Returns the exit status: 0 if the run passed. */
    public static int run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        SoakOptions options = SoakOptions.read(words);
        out.println("Command: java -jar benchmarks/target/postern-benchmarks.jar soak " + String.join(" ", words));
        Path data = Files.createTempDirectory("postern-soak");
        out.println("Data and log of the server: " + data);
        try (PosternProcess server = PosternProcess.start(
                options.jar(),
                data,
                List.of("-Xmx" + options.heap(), "-XX:+ExitOnOutOfMemoryError"),
                options.serveOptions())) {
            return new Soak(options, out).run(server, data);
        }
    }

    private int run(PosternProcess server, Path data) throws IOException, InterruptedException {
        Site site = Site.prepare(server.profile());
        Path bomb = data.resolve("bomb.json");
        Files.writeString(bomb, HostileContent.workflow());
        Site.cli(site.profile(), "workflow", "deploy", "bomb", bomb.toString());
        try (var calm = new Http(site.server());
                var hostile = new Http(site.server())) {
            var warmUp = new HonestCaller(site, calm, new Outcomes());
            warmUp.run(new SplittableRandom(1), System.nanoTime() + WARM_UP.toNanos());
            Gauge before = Gauge.of(server.pid());
            out.println("Before: " + before);

            var outcomes = new Outcomes();
            long until = System.nanoTime() + options.length().toNanos();
            var honest = new ArrayList<HonestCaller>();
            honest.add(warmUp);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < options.honestCallers(); i++) {
                var caller = new HonestCaller(site, calm, outcomes);
                var random = new SplittableRandom(i);
                honest.add(caller);
                threads.add(Thread.ofPlatform().start(() -> caller.run(random, until)));
            }
            var attacks = new ArrayList<>(new RequestAttacks(site, hostile).all());
            attacks.addAll(new SocketAttacks(site, hostile).all());
            attacks.stream().filter(attack -> options.wants(attack.name())).forEach(attack -> start(attack, until));
            var memory = new MemoryTrend();
            while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(SAMPLES.toNanos());
                Gauge now = Gauge.of(server.pid());
                memory.add(now.residentMegabytes());
                out.println(now + String.format(Locale.ROOT, ", p99 %.0f ms", outcomes.p99()));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            out.println(outcomes.table());
            out.println("Attempts of the attacks by status (0: none, -1: the connection ended): "
                    + new TreeMap<>(attempts));
            LockSupport.parkNanos(options.quiet().toNanos());
            Gauge after = Gauge.of(server.pid());
            out.println("After: " + after);
            var faults = new ArrayList<String>(memory.faults());
            if (after.descriptors() > before.descriptors() + DESCRIPTORS_MORE) {
                faults.add("Descriptors grew from " + before.descriptors() + " to " + after.descriptors() + ".");
            }
            faults.addAll(faults(outcomes));
            faults.addAll(Arrivals.faults(site, calm, honest));
            int audit = verifyAudit(data);
            if (audit != 0) {
                faults.add("audit verify ended with " + audit + ".");
            }
            faults.forEach(fault -> out.println("FAULT " + fault));
            out.println(faults.isEmpty() ? "Passed." : "Failed.");
            return faults.isEmpty() ? 0 : 1;
        }
    }

    private void start(Attack attack, long until) {
        for (int i = 0; i < attack.threads(); i++) {
            var random = new SplittableRandom(attack.name().hashCode() + i);
            Thread.ofPlatform().daemon().start(() -> {
                while (System.nanoTime() - until < 0) {
                    int status;
                    try {
                        status = attack.attempt().run(random);
                    } catch (Exception e) {
                        status = -1;
                    }
                    attempts.computeIfAbsent(attack.name() + " " + status, _ -> new AtomicLong())
                            .incrementAndGet();
                    LockSupport.parkNanos(attack.pause().toNanos());
                }
            });
        }
    }

    private static List<String> faults(Outcomes outcomes) {
        var faults = new ArrayList<String>();
        if (outcomes.hasWrong()) {
            faults.add("Honest callers got wrong responses.");
        }
        if (!(outcomes.p99() < P99_BOUND_MILLIS)) {
            faults.add("p99 of honest callers is " + outcomes.p99() + " ms.");
        }
        if (outcomes.share503() > MAX_BUSY_SHARE) {
            faults.add("Honest callers were told to retry " + outcomes.share503() + " of their requests.");
        }
        return faults;
    }

    private int verifyAudit(Path data) throws IOException, InterruptedException {
        Process verify = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        options.jar().toString(),
                        "audit",
                        "verify",
                        "--data",
                        data.toString(),
                        "--json")
                .redirectErrorStream(true)
                .start();
        out.println("Audit: "
                + new String(verify.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        return verify.waitFor();
    }
}
