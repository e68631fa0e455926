package dev.postern.workflow.engine;

import dev.postern.workflow.engine.RandomStep.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Makes random workflows, the same ones for the same seed. */
final class RandomSteps {
    private static final int MAX_ACTIONS = 40;
    private static final int MAX_DEPTH = 4;
    private static final List<String> STATUSES = List.of("Succeeded", "Failed", "Skipped", "TimedOut");
    private static final List<String> RESULTS =
            List.of("Succeeded", "Succeeded", "Succeeded", "Failed", "TimedOut", "Cancelled", "Skipped");

    private final Random random;
    private int made;

    private RandomSteps(long seed) {
        random = new Random(seed);
    }

    static List<RandomStep> of(long seed) {
        return new RandomSteps(seed * 7_919 + 17).scope(0, false, true);
    }

    private List<RandomStep> scope(int depth, boolean loop, boolean filled) {
        int size = filled ? 2 + random.nextInt(4) : random.nextInt(4);
        var steps = new ArrayList<RandomStep>();
        for (int i = 0; i < size && made < MAX_ACTIONS; i++) {
            steps.add(step(steps, depth, loop));
        }
        return steps;
    }

    private RandomStep step(List<RandomStep> before, int depth, boolean loop) {
        String name = "A" + made++;
        Map<String, Set<String>> after = after(before);
        Kind kind = kind(depth, loop);
        // Powers of two, so that time limits rarely end together with something else.
        long limit = random.nextInt(4) == 0 ? 3_600L * (1 + random.nextInt(3)) + (1L << (made % 11)) : 0;
        return switch (kind) {
            case COMPOSE, BROKEN -> leaf(name, after, kind, 0, "");
            case FIXED -> leaf(name, after, kind, 0, RESULTS.get(random.nextInt(RESULTS.size())));
            case CALL -> leaf(name, after, kind, 0, RESULTS.get(random.nextInt(5)));
            case TERMINATE ->
                leaf(
                        name,
                        after,
                        kind,
                        0,
                        List.of("Succeeded", "Failed", "Cancelled").get(random.nextInt(3)));
            case WAIT -> new RandomStep(name, after, kind, 1 + random.nextInt(4), 0, limit, "", List.of());
            case SCOPE, BROKEN_IF, IF, SWITCH -> {
                int branches = kind == Kind.SCOPE ? 1 : kind == Kind.SWITCH ? 1 + random.nextInt(3) : 2;
                var all = new ArrayList<List<RandomStep>>();
                for (int i = 0; i < branches; i++) {
                    all.add(scope(depth + 1, loop, false));
                }
                yield new RandomStep(name, after, kind, random.nextInt(branches), 0, limit, "", all);
            }
            case FOREACH, BROKEN_FOREACH ->
                new RandomStep(
                        name,
                        after,
                        kind,
                        random.nextInt(4),
                        1 + random.nextInt(3),
                        limit,
                        "",
                        List.of(scope(depth + 1, true, false)));
            case UNTIL ->
                new RandomStep(
                        name,
                        after,
                        kind,
                        1 + random.nextInt(4),
                        1 + random.nextInt(4),
                        Math.max(limit, 4_000L),
                        "",
                        List.of(scope(depth + 1, true, false)));
        };
    }

    private static RandomStep leaf(String name, Map<String, Set<String>> after, Kind kind, int number, String result) {
        return new RandomStep(name, after, kind, number, 0, 0, result, List.of());
    }

    private Map<String, Set<String>> after(List<RandomStep> before) {
        var after = new LinkedHashMap<String, Set<String>>();
        for (RandomStep each : before) {
            if (random.nextInt(3) == 0) {
                var statuses = new TreeSet<String>();
                statuses.add(random.nextBoolean() ? "Succeeded" : STATUSES.get(random.nextInt(4)));
                while (random.nextInt(3) == 0) {
                    statuses.add(STATUSES.get(random.nextInt(4)));
                }
                after.put(each.name(), statuses);
            }
        }
        return after;
    }

    private Kind kind(int depth, boolean loop) {
        Kind[] all = Kind.values();
        while (true) {
            // Runs that wait and call are driven in several parts.
            Kind kind = random.nextInt(4) == 0
                    ? random.nextBoolean() ? Kind.WAIT : Kind.CALL
                    : all[random.nextInt(all.length)];
            boolean container = kind.compareTo(Kind.SCOPE) >= 0;
            boolean rare = kind == Kind.TERMINATE || kind == Kind.BROKEN_IF || kind == Kind.BROKEN_FOREACH;
            if ((kind != Kind.TERMINATE || !loop)
                    && (!container || depth < MAX_DEPTH)
                    && (!rare || random.nextInt(4) == 0)) {
                return kind;
            }
        }
    }
}
