package dev.postern.workflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.ComputePool;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The statuses of random workflows are those of a second evaluator. {@code mvn -Prandom} runs as many as {@code -Dsteps} says, from the seed
 * {@code -Dworkflows.seed}; every build runs a slice.
 */
class RandomWorkflowsTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final int SLICE = 150;
    private static final long FIRST = Long.getLong("workflows.seed", 20_261_127);

    @Test
    void statusesAreThoseOfASecondEvaluator() throws InterruptedException {
        int number = Math.max(SLICE, Integer.getInteger("steps", 0));
        int compared = 0;
        var run = new TreeSet<String>();
        try (ComputePool compute = new ComputePool(2);
                Database database = Databases.open(Engine.SQLITE)) {
            TestEngine engine = new TestEngine(database, compute, Sealers.fresh());
            for (long seed = FIRST; seed < FIRST + number; seed++) {
                List<RandomStep> steps = RandomSteps.of(seed);
                NaiveStatuses.Expected expected = NaiveStatuses.of(steps);
                TestEngine.Result result = run(engine, steps);
                if (!expected.ambiguous()) {
                    List<String> differences = differences(expected, result);
                    String definition = RandomStep.definition(steps).toPrettyString();
                    assertEquals(List.of(), differences, "seed " + seed + ": " + definition);
                    compared++;
                    run.add(result.run().status().text());
                }
            }
        }
        assertTrue(compared > number * 9 / 10, "only " + compared + " of " + number + " were compared");
        assertEquals(Set.of("Cancelled", "Failed", "Succeeded", "TimedOut"), run);
    }

    /** The comparison notices another status. */
    @Test
    void anotherStatusIsADifference() throws InterruptedException {
        try (ComputePool compute = new ComputePool(2);
                Database database = Databases.open(Engine.SQLITE)) {
            TestEngine engine = new TestEngine(database, compute, Sealers.fresh());
            List<RandomStep> steps = List.of(leaf(RandomStep.Kind.COMPOSE));
            NaiveStatuses.Expected other = NaiveStatuses.of(List.of(leaf(RandomStep.Kind.BROKEN)));
            assertEquals(List.of(), differences(NaiveStatuses.of(steps), run(engine, steps)));
            assertNotEquals(List.of(), differences(other, run(engine, steps)));
        }
    }

    private static RandomStep leaf(RandomStep.Kind kind) {
        return new RandomStep("A", Map.of(), kind, 0, 0, 0, "", List.of());
    }

    private static TestEngine.Result run(TestEngine engine, List<RandomStep> steps) throws InterruptedException {
        return engine.run(
                "random",
                RandomStep.definition(steps),
                JsonValues.object(),
                null,
                JsonValues.object(),
                START,
                new DefinedCalls());
    }

    private static List<String> differences(NaiveStatuses.Expected expected, TestEngine.Result result) {
        var differences = new ArrayList<String>();
        String status = result.run().status().text();
        if (!expected.run().contains(status)) {
            differences.add("The run is " + status + ", not " + expected.run());
        }
        var seen = new TreeSet<String>();
        for (ActionRow row : result.actions()) {
            String key = NaiveStatuses.key(row.name(), row.key().repetition());
            seen.add(key);
            NaiveStatuses.Row own = expected.rows().get(key);
            String actual = row.status().text();
            if (own == null) {
                if (!actual.equals("Skipped")) {
                    differences.add(key + " is " + actual + ", but should not be there");
                }
            } else if (!own.status().contains(actual)) {
                differences.add(key + " is " + actual + ", not " + own.status());
            } else if (own.status().size() == 1 && !actual.equals("Skipped") && !own.optional()) {
                long end = Duration.between(START, row.ended()).toSeconds();
                if (end != own.end()) {
                    differences.add(key + " ended after " + end + " seconds, not " + own.end());
                }
            }
        }
        expected.rows().forEach((key, row) -> {
            if (!row.optional() && !seen.contains(key)) {
                differences.add(key + " is missing");
            }
        });
        return differences;
    }
}
