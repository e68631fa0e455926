package dev.postern.benchmarks.directory;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time of a decision for random applications of each kind and random mailboxes, so most of what a decision reads is in main
 * memory. Lookups of random mailboxes in a {@link HashMap} of the same size, in turns with the decisions, show what the memory alone costs.
 */
final class DecisionCosts {
    static final String LOOKUP = "one lookup of a random mailbox in a HashMap";
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 5;

    private final SampleTenant sample;
    private final AccessSnapshot access;
    private final Map<ObjectId, Integer> map = new HashMap<>();
    private final Map<String, Double> best = new LinkedHashMap<>();

    private DecisionCosts(SampleTenant sample) {
        this.sample = sample;
        this.access = sample.snapshot().access();
        sample.users().forEach(user -> map.put(SampleApp.copy(user), map.size()));
    }

    /** In nanoseconds, the least of all rounds, by what was measured. */
    static Map<String, Double> measure(SampleTenant sample, int decisions) {
        var costs = new DecisionCosts(sample);
        Map<String, List<SampleApp>> kinds = new LinkedHashMap<>();
        kinds.put("one decision, random application and mailbox", sample.apps());
        for (SampleApp app : sample.apps()) {
            kinds.computeIfAbsent("one decision, " + app.scope().kind(), _ -> new ArrayList<>())
                    .add(app);
        }
        for (int round = 0; round < ROUNDS; round++) {
            kinds.forEach((what, apps) -> costs.keep(what, costs.decisions(apps, decisions)));
            costs.keep(LOOKUP, costs.lookups(decisions));
        }
        return costs.best;
    }

    private void keep(String what, double nanos) {
        best.merge(what, nanos, Math::min);
    }

    private double decisions(List<SampleApp> apps, int count) {
        long time = 0;
        int granted = 0;
        for (int made = 0; made < count; made += AT_ONCE) {
            List<AccessQuestion> questions = Stream.generate(
                            () -> sample.any(apps).question(sample.user()))
                    .limit(AT_ONCE)
                    .toList();
            long begun = cpu();
            for (AccessQuestion question : questions) {
                granted += AccessEngine.decide(access, question).verdict() == Verdict.GRANTED ? 1 : 0;
            }
            time += cpu() - begun;
        }
        require(granted > 0 && (granted < count || apps.size() < 10));
        return (double) time / count;
    }

    private double lookups(int count) {
        long time = 0;
        for (int made = 0; made < count; made += AT_ONCE) {
            List<ObjectId> keys = Stream.generate(() -> SampleApp.copy(sample.user()))
                    .limit(AT_ONCE)
                    .toList();
            int found = 0;
            long begun = cpu();
            for (ObjectId key : keys) {
                found += map.get(key) == null ? 0 : 1;
            }
            time += cpu() - begun;
            require(found == AT_ONCE);
        }
        return (double) time / count;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("What was measured is wrong");
        }
    }

    /** Processor time of this thread: others may use the machine meanwhile. */
    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
