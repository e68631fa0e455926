package dev.postern.benchmarks.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Directory;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.User;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Fills a directory on SQLite in this process, without a server, and measures changes and decisions. "In force after commit" is the time
 * from the return of the transaction to the return of the change, after which every decision is made on the new state.
 */
public final class DirectoryBenchmark {
    private final PrintStream out;

    public DirectoryBenchmark(PrintStream out) {
        this.out = out;
    }

    /** The sizes of these names, of which the first is what the others are compared with. */
    public void measure(List<String> sizes, Path folder) {
        out.println("| directory | what | value |");
        out.println("|---|---|---:|");
        Map<String, Double> first = null;
        for (String name : sizes) {
            Map<String, Double> costs = measure(DirectorySize.named(name), folder.resolve(name + ".db"));
            if (first == null) {
                first = costs;
            } else {
                Map<String, Double> others = first;
                costs.forEach((what, nanos) -> line(
                        name,
                        what + ", against the first directory",
                        "%.2f times",
                        nanos / Objects.requireNonNull(others.get(what))));
            }
        }
    }

    private Map<String, Double> measure(DirectorySize size, Path file) {
        long empty = heap();
        try (var database = new TimedDatabase(new SqliteDatabase(file, StatementListener.NONE))) {
            SampleTenant sample = SampleTenant.in(database);
            sample.fill(size);
            create(size, sample);
            changes(size, sample, database);
            roleChanges(size, sample, database);
            Map<String, Double> costs = DecisionCosts.measure(sample, size.decisions());
            costs.forEach((what, nanos) -> line(size.name(), what, "%.0f ns of CPU", nanos));
            line(
                    size.name(),
                    "memory of the directory (heap after collection, with the lists of the benchmark)",
                    "%.0f MiB",
                    (heap() - empty) / 1048576.0);
            long begun = System.nanoTime();
            Directory reopened = SampleTenant.open(database);
            line(size.name(), "reading all of it at the start", "%.1f s", (System.nanoTime() - begun) / 1e9);
            if (reopened.latest(sample.tenant().id()).revision()
                    != sample.snapshot().revision()) {
                throw new IllegalStateException("The reopened directory is another one");
            }
            return costs;
        }
    }

    /** The first and the last are created one by one, each with its commit; those between, to save time, many at once. */
    private void create(DirectorySize size, SampleTenant sample) {
        int warmUp = size.changes() / 4;
        int count = size.changes() / 2;
        double first = creating(sample, warmUp, count);
        sample.mailboxes(size.mailboxes() - 2 * (warmUp + count));
        double last = creating(sample, warmUp, count);
        line(size.name(), "creating a mailbox, the first " + count + " after " + warmUp, "%.3f ms", first / 1e6);
        line(size.name(), "creating a mailbox, the last " + count, "%.3f ms", last / 1e6);
        line(size.name(), "last against first", "%.2f times", last / first);
    }

    private static double creating(SampleTenant sample, int warmUp, int count) {
        long[] times = timed(warmUp + count, () -> {
            long begun = System.nanoTime();
            sample.change(sample::mailbox);
            return System.nanoTime() - begun;
        });
        return Arrays.stream(times).skip(warmUp).average().orElseThrow();
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
            ApplicationAccessPolicy policy =
                    sample.policy(sample.app().principal().appId());
            sample.change(draft -> draft.put(policy));
            require(sample.snapshot().policy(policy.id()) != null);
            added.add(policy);
        });
        sample.change(draft -> added.forEach(draft::remove));
    }

    /** What decides whether a role assignment is valid for a mailbox. Each change is followed by the question whether it is in force. */
    private void roleChanges(DirectorySize size, SampleTenant sample, TimedDatabase database) {
        List<SampleApp> departments =
                sample.apps(SampleScope.OfDepartment.class).toList();
        report(size, "attribute that a scope filters on", database, () -> {
            if (sample.any(departments).scope() instanceof SampleScope.OfDepartment scope) {
                User user = Objects.requireNonNull(sample.snapshot().find(sample.user(), User.class));
                sample.change(draft -> draft.put(SampleRoles.with(user, scope.department(), "x")));
                requireInScope(sample, scope.resources(), user.id());
            }
        });
        report(size, "filter of a scope", database, () -> {
            if (sample.any(departments).scope() instanceof SampleScope.OfDepartment scope) {
                User user = Objects.requireNonNull(sample.snapshot().find(sample.user(), User.class));
                String department = SampleRoles.department(user);
                sample.change(
                        draft -> draft.put(withFilter(scope.scope(), SampleScope.OfDepartment.filter(department))));
                requireInScope(sample, scope.resources(), user.id());
            }
        });
        sample.change(draft -> departments.forEach(app -> {
            if (app.scope() instanceof SampleScope.Filtered filtered) {
                draft.put(filtered.scope());
            }
        }));
        List<SampleApp> groups = sample.apps(SampleScope.OfGroup.class).toList();
        report(size, "membership of the group of a scope", database, () -> {
            if (sample.any(groups).scope() instanceof SampleScope.OfGroup scope) {
                ObjectId user = sample.user();
                sample.change(draft -> draft.addMember(scope.group(), user));
                requireInScope(sample, scope.resources(), user);
            }
        });
    }

    private static ManagementScope withFilter(ManagementScope scope, String filter) {
        return new ManagementScope(scope.id(), scope.createdAt(), scope.name(), filter);
    }

    private static void requireInScope(SampleTenant sample, ResourceScope scope, ObjectId user) {
        require(sample.snapshot().isInScope(scope, user));
    }

    /** After the commit, and in memory altogether. */
    private void report(DirectorySize size, String what, TimedDatabase database, Runnable change) {
        int count = size.changes();
        int warmUp = count / 4;
        long[] whole = new long[count];
        int[] at = {0};
        long[] after = timed(warmUp + count, () -> {
            long begun = System.nanoTime();
            change.run();
            long ended = System.nanoTime();
            whole[at[0]++ % count] = ended - begun - database.writing();
            return ended - database.committed();
        });
        quantiles(size, what + ", in force after commit", Arrays.copyOfRange(after, warmUp, after.length));
        quantiles(size, what + ", all work in memory", whole);
    }

    private void quantiles(DirectorySize size, String what, long[] times) {
        Arrays.sort(times);
        line(size.name(), what + ", p50", "%.4f ms", times[times.length / 2] / 1e6);
        line(size.name(), what + ", p99", "%.4f ms", times[times.length * 99 / 100] / 1e6);
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

    /** In bytes, after collection. */
    static long heap() {
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
