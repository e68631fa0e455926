package dev.postern.benchmarks.directory;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.access.Verdict;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Directory;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Fills a directory on SQLite in this process, without a server, and measures changes and decisions. "In force after commit" is the time
 * from the return of the transaction to the return of the change, after which every decision is made on the new state.
 */
public final class DirectoryBenchmark {
    private static final int CHANGES = 2_000;
    private static final int WARM_UP = 500;
    private static final int RATE_OF = 1_000;
    private static final int DECISIONS = 2_000_000;
    private static final int AT_ONCE = 1_000;
    private static final int RUNS = 5;
    private static final Set<String> PERMISSIONS = Set.of(SampleTenant.PERMISSION);

    private final PrintStream out;

    public DirectoryBenchmark(PrintStream out) {
        this.out = out;
    }

    /** The sizes of these names, of which the first is what the others are compared with. */
    public void measure(List<String> sizes, Path folder) {
        out.println("| directory | what | value |");
        out.println("|---|---|---:|");
        Cost first = null;
        for (String name : sizes) {
            Cost cost = measure(DirectorySize.named(name), folder.resolve(name + ".db"));
            if (first == null) {
                first = cost;
            } else {
                line(
                        name,
                        "one decision, against the first directory",
                        "%.2f times",
                        cost.decision() / first.decision());
                line(name, "one lookup, against the first directory", "%.2f times", cost.lookup() / first.lookup());
            }
        }
    }

    /** In nanoseconds of processor time. */
    private record Cost(double decision, double lookup) {}

    private Cost measure(DirectorySize size, Path file) {
        long empty = heap();
        try (var database = new TimedDatabase(new SqliteDatabase(file, StatementListener.NONE))) {
            Directory directory = open(database);
            Tenant tenant = directory.createTenant(
                    new Tenant(
                            new TenantId(UUID.randomUUID()),
                            InstantSource.system().instant(),
                            List.of("contoso.example")),
                    Actor.server(UUID.randomUUID()));
            var sample = new SampleTenant(directory, tenant);
            sample.fill(size);
            create(size, sample);
            changes(size, sample, database);
            Cost decision = decisions(size, sample);
            line(
                    size.name(),
                    "memory of the directory (heap after collection, with the lists of the benchmark)",
                    "%.0f MiB",
                    (heap() - empty) / 1048576.0);
            long begun = System.nanoTime();
            Directory reopened = open(database);
            line(size.name(), "reading all of it at the start", "%.1f s", (System.nanoTime() - begun) / 1e9);
            if (reopened.latest(tenant.id()).revision() != sample.snapshot().revision()) {
                throw new IllegalStateException("The reopened directory is another one");
            }
            return decision;
        }
    }

    private static Directory open(TimedDatabase database) {
        return new Directory(
                database,
                new Audit(database, false),
                InstantSource.system(),
                Duration.ofDays(1),
                false,
                Long.MAX_VALUE);
    }

    /** The first and the last are created one by one, each with its commit; those between, to save time, many at once. */
    private void create(DirectorySize size, SampleTenant sample) {
        double first = creating(sample);
        sample.mailboxes(size.mailboxes() - 2 * (WARM_UP + RATE_OF));
        double last = creating(sample);
        line(size.name(), "creating a mailbox, the first " + RATE_OF + " after " + WARM_UP, "%.3f ms", first / 1e6);
        line(size.name(), "creating a mailbox, the last " + RATE_OF, "%.3f ms", last / 1e6);
        line(size.name(), "last against first", "%.2f times", last / first);
    }

    private static double creating(SampleTenant sample) {
        long[] times = timed(WARM_UP + RATE_OF, () -> {
            long begun = System.nanoTime();
            sample.change(sample::mailbox);
            return System.nanoTime() - begun;
        });
        return Arrays.stream(times).skip(WARM_UP).average().orElseThrow();
    }

    private void changes(DirectorySize size, SampleTenant sample, TimedDatabase database) {
        report(size, "membership", database, () -> {
            var group = sample.innerGroup();
            var user = sample.user();
            sample.change(draft -> {
                if (!draft.addMember(group, user)) {
                    draft.removeMember(group, user);
                }
            });
        });
        List<ApplicationAccessPolicy> added = new ArrayList<>();
        report(size, "new policy", database, () -> {
            ApplicationAccessPolicy policy = sample.policy(sample.app().appId());
            sample.change(draft -> draft.put(policy));
            require(sample.snapshot().policy(policy.id()) != null);
            added.add(policy);
        });
        sample.change(draft -> added.forEach(draft::remove));
    }

    /** After the commit, and in memory altogether. */
    private void report(DirectorySize size, String what, TimedDatabase database, Runnable change) {
        long[] whole = new long[CHANGES];
        int[] at = {0};
        long[] after = timed(WARM_UP + CHANGES, () -> {
            long begun = System.nanoTime();
            change.run();
            long ended = System.nanoTime();
            whole[at[0]++ % CHANGES] = ended - begun - database.writing();
            return ended - database.committed();
        });
        quantiles(size, what + ", in force after commit", Arrays.copyOfRange(after, WARM_UP, after.length));
        quantiles(size, what + ", all work in memory", whole);
    }

    private void quantiles(DirectorySize size, String what, long[] times) {
        Arrays.sort(times);
        line(size.name(), what + ", p50", "%.4f ms", times[times.length / 2] / 1e6);
        line(size.name(), what + ", p99", "%.4f ms", times[times.length * 99 / 100] / 1e6);
    }

    /**
     * For random applications and mailboxes, so most of what a decision reads is in main memory. Lookups of random mailboxes in a
     * {@link HashMap} of the same size, in turns with the decisions, show what the memory alone costs.
     */
    private Cost decisions(DirectorySize size, SampleTenant sample) {
        AccessSnapshot access = sample.snapshot().access();
        Map<ObjectId, Integer> map = new HashMap<>();
        sample.users().forEach(user -> map.put(copy(user), map.size()));
        Cost best = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);
        for (int run = 0; run < RUNS; run++) {
            long time = 0;
            long lookupTime = 0;
            int granted = 0;
            for (int made = 0; made < DECISIONS; made += AT_ONCE) {
                List<AccessQuestion> questions =
                        Stream.generate(() -> question(sample)).limit(AT_ONCE).toList();
                long begun = cpu();
                for (AccessQuestion question : questions) {
                    granted += AccessEngine.decide(access, question).verdict() == Verdict.GRANTED ? 1 : 0;
                }
                time += cpu() - begun;
                List<ObjectId> keys = Stream.generate(() -> copy(sample.user()))
                        .limit(AT_ONCE)
                        .toList();
                int found = 0;
                begun = cpu();
                for (ObjectId key : keys) {
                    found += map.get(key) == null ? 0 : 1;
                }
                lookupTime += cpu() - begun;
                require(found == AT_ONCE);
            }
            require(granted > 0 && granted < DECISIONS);
            best = new Cost(
                    Math.min(best.decision(), (double) time / DECISIONS),
                    Math.min(best.lookup(), (double) lookupTime / DECISIONS));
        }
        line(size.name(), "one decision, random application and mailbox", "%.0f ns of CPU", best.decision());
        line(size.name(), "one lookup of a random mailbox in a HashMap", "%.0f ns of CPU", best.lookup());
        return best;
    }

    /** With ids of its own, as a request has them. */
    private static AccessQuestion question(SampleTenant sample) {
        ServicePrincipal app = sample.app();
        return new AccessQuestion(
                new AppId(app.appId().value()), app.id(), PERMISSIONS, PERMISSIONS, copy(sample.user()));
    }

    private static ObjectId copy(ObjectId id) {
        return new ObjectId(
                new UUID(id.value().getMostSignificantBits(), id.value().getLeastSignificantBits()));
    }

    private static long[] timed(int count, LongSupplier one) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = one.getAsLong();
        }
        return times;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("What was measured is wrong");
        }
    }

    /** Processor time of this thread: others may use the machine meanwhile. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void line(String directory, String what, String format, double value) {
        out.println("| " + directory + " | " + what + " | " + String.format(Locale.ROOT, format, value) + " |");
    }
}
