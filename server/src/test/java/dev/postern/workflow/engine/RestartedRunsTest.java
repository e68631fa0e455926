package dev.postern.workflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.ComputePool;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionKey;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.ActionTable;
import dev.postern.workflow.row.RunKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run whose process ends again and again, at any of its writes, has the same result as one that is not disturbed, and repeats nothing that had
 * ended.
 */
class RestartedRunsTest {
    /** The process has ended. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final int SLICE = 40;
    private static final long FIRST = Long.getLong("workflows.seed", 20_261_127);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunThatIsInterruptedHasTheSameResult(Engine kind) throws InterruptedException {
        int number = Math.max(SLICE, Integer.getInteger("steps", 0) / 4);
        int stops = 0;
        try (ComputePool compute = new ComputePool(2);
                Database real = Databases.open(kind)) {
            HookedDatabase database = new HookedDatabase(real);
            TestEngine engine = new TestEngine(database, compute, Sealers.fresh());
            for (long seed = FIRST; seed < FIRST + number; seed++) {
                List<RandomStep> steps = RandomSteps.of(seed);
                if (NaiveStatuses.of(steps).ambiguous() || hasTerminate(steps)) {
                    continue; // what starts at the same time as the end of the run may start before or after it
                }
                TestEngine.Result whole = engine.finish(start(engine, steps), new DefinedCalls());
                stops += interrupted(engine, database, steps, whole, seed);
            }
        }
        assertTrue(stops > number, "only " + stops + " stops");
    }

    private static Runnable stopAfter(int writes) {
        AtomicInteger left = new AtomicInteger(writes);
        return () -> {
            if (left.getAndDecrement() <= 0) {
                // The driver handles no error of a thread that has been stopped.
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
        };
    }

    private static boolean hasTerminate(List<RandomStep> steps) {
        return steps.stream()
                .anyMatch(step -> step.kind() == RandomStep.Kind.TERMINATE
                        || step.branches().stream().anyMatch(RestartedRunsTest::hasTerminate));
    }

    private static RunKey start(TestEngine engine, List<RandomStep> steps) {
        return engine.start(
                "random", RandomStep.definition(steps), JsonValues.object(), null, JsonValues.object(), START);
    }

    private static int interrupted(
            TestEngine engine, HookedDatabase database, List<RandomStep> steps, TestEngine.Result whole, long seed)
            throws InterruptedException {
        Random random = new Random(seed);
        RunKey run = start(engine, steps);
        Map<ActionKey, ActionRow> ended = new HashMap<>();
        int stops = 0;
        while (true) {
            DefinedCalls calls = new DefinedCalls();
            // One write takes the run, and a run without progress in five attempts is given up.
            database.before(stopAfter(2 + random.nextInt(stops % 3 == 2 ? 6 : 3)));
            try {
                TestEngine.Result result = engine.finish(run, calls);
                checkCalls(calls, ended, seed);
                assertEquals(statuses(whole), statuses(result), () -> "seed " + seed);
                checkEnded(ended, rows(result.actions()), seed);
                return stops;
            } catch (Stopped e) {
                Thread.interrupted();
                calls.end();
                stops++;
                checkCalls(calls, ended, seed);
                Map<ActionKey, ActionRow> now = rows(database.read(sql -> ActionTable.all(sql, run)));
                checkEnded(ended, now, seed);
                ended = now;
                ended.values().removeIf(row -> !row.status().done());
            } finally {
                database.unhook();
            }
        }
    }

    private static void checkCalls(DefinedCalls calls, Map<ActionKey, ActionRow> ended, long seed) {
        calls.made().forEach(key -> assertTrue(!ended.containsKey(key), () -> "seed " + seed + " repeats " + key));
        assertEquals(
                calls.made().size(),
                calls.made().stream().distinct().count(),
                () -> "seed " + seed + " repeats a call");
    }

    private static void checkEnded(Map<ActionKey, ActionRow> before, Map<ActionKey, ActionRow> now, long seed) {
        before.forEach((key, row) -> {
            ActionRow same = Objects.requireNonNull(now.get(key));
            assertEquals(
                    List.of(row.trackingId(), row.status(), row.sequence(), row.started(), String.valueOf(row.ended())),
                    List.of(
                            same.trackingId(),
                            same.status(),
                            same.sequence(),
                            same.started(),
                            String.valueOf(same.ended())),
                    () -> "seed " + seed + " repeats " + key);
        });
    }

    private static Map<ActionKey, ActionRow> rows(List<ActionRow> rows) {
        return rows.stream().collect(Collectors.toMap(ActionRow::key, row -> row, (one, other) -> one, HashMap::new));
    }

    private static Map<String, String> statuses(TestEngine.Result result) {
        var statuses = new TreeMap<String, String>();
        statuses.put("", result.run().status().text());
        result.actions()
                .forEach(row -> statuses.put(
                        row.name() + "@" + row.key().repetition(), row.status().text() + " " + row.ended()));
        return statuses;
    }
}
