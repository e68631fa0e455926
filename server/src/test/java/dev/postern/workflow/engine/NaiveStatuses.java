package dev.postern.workflow.engine;

import dev.postern.workflow.engine.RandomStep.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * A second evaluator of statuses: it computes when each action starts and ends, and with which status, directly from the rules, by recursion and
 * without regard to cost. Times are seconds from the start of the run.
 */
@SuppressWarnings("NullAway") // every name is in these maps
final class NaiveStatuses {
    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";
    private static final String SKIPPED = "Skipped";
    private static final String TIMED_OUT = "TimedOut";
    private static final String CANCELLED = "Cancelled";

    private boolean ambiguous;

    /**
     * An action, or a repetition of a loop.
     *
     * @param status what it may end with; several if it depends on the order of actions that start at the same time
     * @param optional whether it may be missing from the history
     */
    record Row(long start, long end, Set<String> status, boolean optional) {}

    /** @param ambiguous whether two events happen at the same time whose order matters */
    record Expected(Set<String> run, Map<String, Row> rows, boolean ambiguous) {}

    private record Ran(String status, long end) {}

    private record Stop(long time, String status) {}

    private static final class Part {
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final List<Stop> stops = new ArrayList<>();

        void addAll(Part other) {
            rows.putAll(other.rows);
            stops.addAll(other.stops);
        }
    }

    static Expected of(List<RandomStep> steps) {
        NaiveStatuses naive = new NaiveStatuses();
        Part part = new Part();
        Ran run = naive.scope(steps, "", 0, part);
        if (part.stops.isEmpty()) {
            return new Expected(Set.of(run.status()), part.rows, naive.ambiguous);
        }
        long first = part.stops.stream().mapToLong(Stop::time).min().orElseThrow();
        var statuses = new TreeSet<String>();
        part.stops.stream().filter(stop -> stop.time() == first).forEach(stop -> statuses.add(stop.status()));
        naive.cut(part, first, true);
        return new Expected(statuses, part.rows, naive.ambiguous);
    }

    static String key(String name, String repetition) {
        return name + "@" + repetition;
    }

    /** Runs the actions of a scope, each when all before it have ended. */
    private Ran scope(List<RandomStep> steps, String repetition, long start, Part part) {
        var ran = new LinkedHashMap<String, Ran>();
        while (ran.size() < steps.size()) {
            for (RandomStep step : steps) {
                if (!ran.containsKey(step.name())
                        && ran.keySet().containsAll(step.after().keySet())) {
                    ran.put(step.name(), after(step, ran, repetition, start, part));
                }
            }
        }
        long end = ran.values().stream().mapToLong(Ran::end).max().orElse(start);
        var statuses = new ArrayList<String>();
        for (RandomStep step : steps) {
            if (steps.stream().noneMatch(other -> other.after().containsKey(step.name()))) {
                statuses.add(counted(step, steps, ran));
            }
        }
        return new Ran(fold(statuses), end);
    }

    /** A skipped action counts as those before it. */
    private static String counted(RandomStep step, List<RandomStep> steps, Map<String, Ran> ran) {
        if (!ran.get(step.name()).status().equals(SKIPPED)) {
            return ran.get(step.name()).status();
        }
        return fold(steps.stream()
                .filter(before -> step.after().containsKey(before.name()))
                .map(before -> counted(before, steps, ran))
                .toList());
    }

    private static String fold(List<String> statuses) {
        if (statuses.contains(FAILED)) {
            return FAILED;
        }
        return statuses.contains(TIMED_OUT) ? TIMED_OUT : SUCCEEDED;
    }

    private Ran after(RandomStep step, Map<String, Ran> ran, String repetition, long start, Part part) {
        long begin = step.after().keySet().stream()
                .mapToLong(name -> ran.get(name).end())
                .max()
                .orElse(start);
        boolean all = step.after().entrySet().stream()
                .allMatch(entry ->
                        entry.getValue().contains(ran.get(entry.getKey()).status()));
        if (!all) {
            skip(step, repetition, begin, part);
            return new Ran(SKIPPED, begin);
        }
        Part inside = new Part();
        Ran own = run(step, repetition, begin, inside);
        long deadline = begin + step.limit();
        if (step.limit() > 0 && step.kind() != Kind.UNTIL && own.end() >= deadline) {
            ambiguous |= own.end() == deadline;
            cut(inside, deadline, false);
            own = new Ran(TIMED_OUT, deadline);
        }
        part.addAll(inside);
        part.rows.put(key(step.name(), repetition), new Row(begin, own.end(), Set.of(own.status()), false));
        return own;
    }

    private void skip(RandomStep step, String repetition, long at, Part part) {
        part.rows.put(key(step.name(), repetition), new Row(at, at, Set.of(SKIPPED), false));
        step.branches().forEach(branch -> branch.forEach(inside -> skip(inside, repetition, at, part)));
    }

    private Ran run(RandomStep step, String repetition, long start, Part part) {
        return switch (step.kind()) {
            case COMPOSE -> new Ran(SUCCEEDED, start);
            case BROKEN, BROKEN_IF, BROKEN_FOREACH -> new Ran(FAILED, start);
            case FIXED, CALL -> new Ran(step.result(), start);
            case WAIT -> new Ran(SUCCEEDED, start + 3_600L * step.number());
            case TERMINATE -> {
                part.stops.add(new Stop(start, step.result()));
                yield new Ran(SUCCEEDED, start);
            }
            case SCOPE, IF, SWITCH -> {
                for (int i = 0; i < step.branches().size(); i++) {
                    if (i != step.number()) {
                        step.branches().get(i).forEach(other -> skip(other, repetition, start, part));
                    }
                }
                yield scope(step.branches().get(step.number()), repetition, start, part);
            }
            case FOREACH -> foreach(step, repetition, start, part);
            case UNTIL -> until(step, repetition, start, part);
        };
    }

    private Ran foreach(RandomStep step, String repetition, long start, Part part) {
        var free = new PriorityQueue<Long>();
        for (int i = 0; i < step.extra(); i++) {
            free.add(start);
        }
        var statuses = new ArrayList<String>();
        long end = start;
        for (int i = 0; i < step.number(); i++) {
            Ran one = repeat(step, repetition, i, free.remove(), part);
            free.add(one.end());
            statuses.add(one.status());
            end = Math.max(end, one.end());
        }
        return new Ran(fold(statuses), end);
    }

    private Ran until(RandomStep step, String repetition, long start, Part part) {
        var statuses = new ArrayList<String>();
        long end = start;
        for (int i = 0; i < Math.min(step.number(), step.extra()); i++) {
            if (i > 0 && end >= start + step.limit()) {
                ambiguous |= end == start + step.limit();
                return new Ran(TIMED_OUT, end);
            }
            Ran one = repeat(step, repetition, i, end, part);
            statuses.add(one.status());
            end = one.end();
        }
        return new Ran(fold(statuses), end);
    }

    private Ran repeat(RandomStep loop, String around, int index, long start, Part part) {
        String repetition =
                (around.isEmpty() ? "" : around + "-") + String.format(java.util.Locale.ROOT, "%06d", index);
        Ran one = scope(loop.branches().getFirst(), repetition, start, part);
        part.rows.put(key(loop.name(), repetition), new Row(start, one.end(), Set.of(one.status()), false));
        return one;
    }

    /** Ends everything at a time. At the end of a run, what starts at that very time may have been before or after it. */
    private void cut(Part part, long at, boolean run) {
        ambiguous |= !run && part.stops.stream().anyMatch(stop -> stop.time() == at);
        part.stops.removeIf(stop -> stop.time() > at);
        part.rows.replaceAll((key, row) -> {
            if (row.end() < at) {
                return row;
            }
            if (row.end() == at && (run || row.start() == at)) {
                ambiguous |= !run;
                var any = new TreeSet<>(row.status());
                any.addAll(row.start() < at ? Set.of(CANCELLED) : Set.of(CANCELLED, SKIPPED));
                return new Row(row.start(), at, any, row.start() == at);
            }
            if (row.start() < at) {
                ambiguous |= row.end() == at;
                return row.end() == at ? row : new Row(row.start(), at, Set.of(CANCELLED), false);
            }
            return row.start() > at
                    ? new Row(at, at, Set.of(SKIPPED), true)
                    : new Row(at, at, Set.of(CANCELLED, SKIPPED), true);
        });
    }
}
