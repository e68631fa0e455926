package dev.postern.benchmarks.directory;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of other engines on the same sample and the same random questions, in turns with those of Postern. A verdict that differs ends
 * the measurement.
 */
public final class PeerBenchmark {
    private static final int QUESTIONS = 200_000;
    private static final int TURNS = 3;
    private static final int REPEATED = 1_000;

    private final PrintStream out;
    private final long turn;

    /** @param turn how long each engine may take for one turn */
    public PeerBenchmark(PrintStream out, Duration turn) {
        this.out = out;
        this.turn = turn.toNanos();
    }

    private record Asked(SampleApp app, ObjectId mailbox) {}

    /** An engine with the questions that it is asked, and what they cost. */
    private static final class Competitor {
        final String name;
        final DecisionPeer peer;
        final List<Asked> questions;
        final int batch;
        double nanos = Double.MAX_VALUE;
        int next;

        Competitor(String name, DecisionPeer peer, List<Asked> questions, int batch) {
            this.name = name;
            this.peer = peer;
            this.questions = questions;
            this.batch = batch;
        }
    }

    /** Decides about directories of these sizes. */
    public void measure(List<String> sizes, Path folder) {
        out.println("| directory | engine | loaded in | memory | compared verdicts | decision | against Postern |");
        out.println("|---|---|---:|---:|---:|---:|---:|");
        for (String name : sizes) {
            DirectorySize size = DirectorySize.named(name);
            try (var database = new SqliteDatabase(folder.resolve(name + ".db"), StatementListener.NONE)) {
                long empty = DirectoryBenchmark.heap();
                SampleTenant sample = SampleTenant.in(database);
                sample.fill(size);
                sample.mailboxes(size.mailboxes());
                long memory = DirectoryBenchmark.heap() - empty;
                new Comparison(sample, size.name()).run(memory);
            }
        }
    }

    /** On one directory. */
    private final class Comparison {
        private final SampleTenant sample;
        private final String size;
        private final DecisionPeer postern;
        private final List<Asked> random;
        private final List<Asked> chosen = new ArrayList<>();

        Comparison(SampleTenant sample, String size) {
            this.sample = sample;
            this.size = size;
            AccessSnapshot access = sample.snapshot().access();
            this.postern = (app, mailbox) ->
                    AccessEngine.decide(access, app.question(mailbox)).verdict() == Verdict.GRANTED;
            this.random = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                random.add(new Asked(sample.app(), SampleApp.copy(sample.user())));
            }
            DirectorySnapshot directory = sample.snapshot();
            for (SampleApp app : sample.apps()) {
                ObjectId group = switch (app.scope()) {
                    case SampleScope.OfGroupFilter(ObjectId id, var _) -> id;
                    case SampleScope.OfGroup(ObjectId id) -> id;
                    default -> null;
                };
                if (group != null) {
                    directory.members(group).stream()
                            .filter(id -> directory.find(id, User.class) != null)
                            .limit(1)
                            .forEach(id -> chosen.add(new Asked(app, id)));
                }
            }
        }

        void run(long memory) {
            Competitor own = new Competitor("Postern", postern, random, 1_000);
            turns(own);
            line(own, "", memory, "", null);
            peer("jCasbin, an enforcer for all applications", CasbinPeers::plain, false);
            peer("jCasbin, an enforcer for each application", CasbinPeers::perApplication, false);
            peer("jCasbin, the cache of an enforcer, what was granted before", CasbinPeers::cached, true);
            peer("Cedar, the policies of all applications", CedarPeer::withAllPolicies, false);
            peer("Cedar, the policy of the application", CedarPeer::withOnePolicy, false);
        }

        /** Loads an engine, compares verdicts, and measures it in turns with Postern. */
        private void peer(String name, Function<SampleTenant, DecisionPeer> load, boolean repeated) {
            long before = DirectoryBenchmark.heap();
            long begun = System.nanoTime();
            DecisionPeer peer;
            try {
                peer = load.apply(sample);
            } catch (LinkageError e) {
                out.println("| " + size + " | " + name + " | cannot be loaded here: " + e.getMessage() + " | | | | |");
                return;
            }
            String loading = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
            long memory = DirectoryBenchmark.heap() - before;
            int[] compared = {0, 0};
            compare(name, peer, chosen, compared);
            compare(name, peer, random, compared);
            List<Asked> questions = repeated ? grantedBefore(compared[0]) : random;
            Competitor other = new Competitor(name, peer, questions, 10);
            Competitor own = new Competitor("Postern", postern, questions, 1_000);
            turns(own, other);
            line(other, loading, memory, compared[0] + ", " + compared[1] + " granted", own);
        }

        /** Those that were granted: the cache of jCasbin contains refusals too, but does not find them. */
        private List<Asked> grantedBefore(int compared) {
            return random.stream()
                    .limit(Math.max(0, compared - chosen.size()))
                    .filter(asked -> postern.isAllowed(asked.app(), asked.mailbox()))
                    .limit(REPEATED)
                    .toList();
        }

        /** As many as fit into a turn, but at least one. */
        private void compare(String name, DecisionPeer peer, List<Asked> questions, int[] compared) {
            long end = System.nanoTime() + turn;
            for (Asked asked : questions) {
                boolean expected = postern.isAllowed(asked.app(), asked.mailbox());
                if (peer.isAllowed(asked.app(), asked.mailbox()) != expected) {
                    throw new IllegalStateException(name + " differs: "
                            + asked.app().scope() + ", " + asked.mailbox() + ", Postern says " + expected);
                }
                compared[0]++;
                compared[1] += expected ? 1 : 0;
                if (System.nanoTime() > end) {
                    return;
                }
            }
        }

        private void turns(Competitor... all) {
            for (int i = 0; i < TURNS; i++) {
                for (Competitor one : all) {
                    one.nanos = Math.min(one.nanos, once(one));
                }
            }
        }

        /** Nanoseconds of processor time for one decision, in one turn. */
        private double once(Competitor one) {
            long end = System.nanoTime() + turn;
            Duration begun = cpu();
            int made = 0;
            do {
                for (int i = 0; i < one.batch; i++) {
                    Asked asked = one.questions.get(one.next);
                    one.next = (one.next + 1) % one.questions.size();
                    one.peer.isAllowed(asked.app(), asked.mailbox());
                }
                made += one.batch;
            } while (System.nanoTime() < end);
            return (double) cpu().minus(begun).toNanos() / made;
        }

        /** Of the process, because a small part of what Cedar does is done by the calling thread. */
        private static Duration cpu() {
            return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        }

        private void line(Competitor one, String loading, long memory, String compared, @Nullable Competitor own) {
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.0f MiB | %s | %.2f us | %s |",
                    size,
                    one.name,
                    loading,
                    memory / 1048576.0,
                    compared,
                    one.nanos / 1e3,
                    own == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    one.nanos < 10 * own.nanos ? "%.1f times %.2f us" : "%.0f times %.2f us",
                                    one.nanos / own.nanos,
                                    own.nanos / 1e3)));
        }
    }
}
