package dev.postern.benchmarks.directory;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessSnapshot;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Fills a directory on SQLite in this process, without a server, and measures changes and decisions. "In force after
 * commit" is the time from the return of the transaction to the return of the change, after which every decision uses
 * the new state.
 */
public final class DirectoryBenchmark {
    private static final int CHANGES = 2_000;
    private static final int WARM_UP = 500;
    private static final int RATE_OF = 1_000;
    private static final int DECISIONS = 2_000_000;
    private static final int RUNS = 5;

    private final PrintStream out;

    public DirectoryBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Measures the sizes with these names; the others are compared with the first. */
    public void measure(List<String> sizes, Path folder) {
        out.println("| directory | what | value |");
        out.println("|---|---|---:|");
        Double first = null;
        for (String name : sizes) {
            double decision = measure(DirectorySize.named(name), folder.resolve(name + ".db"));
            if (first == null) {
                first = decision;
            } else {
                line(name, "one decision, against the first directory", "%.2f times", decision / first);
            }
        }
    }

    private double measure(DirectorySize size, Path file) {
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
            double decision = decisions(size, sample);
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
        return new Directory(database, new Audit(database, false), InstantSource.system(), Duration.ofDays(1), false);
    }

    /** Creates mailboxes one by one, each with a commit. */
    private void create(DirectorySize size, SampleTenant sample) {
        long[] times = timed(size.oneByOne(), () -> {
            long begun = System.nanoTime();
            sample.change(sample::mailbox);
            return System.nanoTime() - begun;
        });
        long[] begin = Arrays.copyOfRange(
                times,
                Math.min(WARM_UP, times.length / 4),
                Math.min(WARM_UP, times.length / 4) + Math.min(RATE_OF, times.length / 4));
        long[] end = Arrays.copyOfRange(times, times.length - begin.length, times.length);
        double before = Arrays.stream(begin).average().orElseThrow();
        double after = Arrays.stream(end).average().orElseThrow();
        line(
                size.name(),
                "creating a mailbox, first " + begin.length + " of " + times.length + " after a warm-up",
                "%.3f ms",
                before / 1e6);
        line(size.name(), "creating a mailbox, last " + end.length + " of " + times.length, "%.3f ms", after / 1e6);
        line(size.name(), "last against first", "%.2f times", after / before);
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
        report(size, "new policy", database, () -> {
            ApplicationAccessPolicy policy = sample.policy(sample.app().appId());
            sample.change(draft -> draft.put(policy));
            require(sample.snapshot().policy(policy.id()) != null);
        });
    }

    /** Reports the time after the commit, and the total time outside of the database. */
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

    /** Decisions for random applications and mailboxes, with as many pairs as in a busy hour. */
    private double decisions(DirectorySize size, SampleTenant sample) {
        double any = decisions(sample, DECISIONS);
        line(size.name(), "one decision, " + DECISIONS + " different pairs of application and mailbox", "%.0f ns", any);
        double some = decisions(sample, 20_000);
        line(size.name(), "one decision, 20000 pairs again and again", "%.0f ns", some);
        return any;
    }

    private static double decisions(SampleTenant sample, int pairs) {
        AccessSnapshot access = sample.snapshot().access();
        Set<String> permissions = Set.of(SampleTenant.PERMISSION);
        AccessQuestion[] questions = new AccessQuestion[Math.min(pairs, 200_000)];
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long time = 0;
            long granted = 0;
            int made = 0;
            while (made < DECISIONS) {
                // the pairs are created between the measurements, so that they do not count as memory of the directory
                if (made == 0 || pairs > questions.length) {
                    for (int i = 0; i < questions.length; i++) {
                        ServicePrincipal app = sample.app();
                        questions[i] =
                                new AccessQuestion(app.appId(), app.id(), permissions, permissions, sample.user());
                    }
                }
                long begun = System.nanoTime();
                for (AccessQuestion question : questions) {
                    granted += AccessEngine.decide(access, question).verdict() == Verdict.GRANTED ? 1 : 0;
                }
                time += System.nanoTime() - begun;
                made += questions.length;
            }
            require(granted > 0 && granted < made);
            best = Math.min(best, (double) time / made);
        }
        return best;
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
