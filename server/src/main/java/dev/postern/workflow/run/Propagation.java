package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives the states of actions and of the run from those of preceding actions. Pure functions. */
public final class Propagation {
    private Propagation() {}

    /**
     * The consequences of the current states.
     *
     * @param ready actions that can start
     * @param skipped actions that will never start
     */
    public record Step(List<Action> ready, List<Skip> skipped) {}

    /** A skipped action, and the first preceding action with an unexpected state. */
    public record Skip(Action action, String because, Status was) {}

    /** @param states of the actions that have started or were skipped */
    public static Step next(Collection<Action> actions, Map<String, Status> states) {
        var known = new HashMap<>(states);
        var skipped = new ArrayList<Skip>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Action action : actions) {
                if (!known.containsKey(action.name()) && settled(action, known)) {
                    Skip skip = mismatch(action, known);
                    if (skip != null) {
                        known.put(action.name(), Status.SKIPPED);
                        skipped.add(skip);
                        changed = true;
                    }
                }
            }
        }
        List<Action> ready = actions.stream()
                .filter(action -> !known.containsKey(action.name()) && settled(action, known))
                .toList();
        return new Step(ready, skipped);
    }

    private static boolean settled(Action action, Map<String, Status> known) {
        return action.runAfter().keySet().stream().allMatch(before -> {
            Status status = known.get(before);
            return status != null && status.done();
        });
    }

    private static @Nullable Skip mismatch(Action action, Map<String, Status> known) {
        for (Map.Entry<String, Set<Status>> entry : action.runAfter().entrySet()) {
            Status was = known.get(entry.getKey());
            if (was == null || !entry.getValue().contains(was)) {
                return new Skip(action, entry.getKey(), was == null ? Status.SKIPPED : was);
            }
        }
        return null;
    }

    /** Returns the state of a run whose actions have all ended. It depends on the last actions; a skipped one counts as the actions before it. */
    public static Status outcome(Collection<Action> actions, Map<String, Status> states) {
        var followed = new HashSet<String>();
        var byName = new HashMap<String, Action>();
        for (Action action : actions) {
            byName.put(action.name(), action);
            followed.addAll(action.runAfter().keySet());
        }
        var open = new LinkedHashSet<String>(byName.keySet());
        open.removeAll(followed);
        var seen = new HashSet<String>();
        Status worst = Status.SUCCEEDED;
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            Status status = states.get(name);
            Action action = byName.get(name);
            if (!seen.add(name) || action == null) {
                continue;
            }
            if (status == Status.SKIPPED) {
                open.addAll(action.runAfter().keySet());
            } else if (status == Status.FAILED) {
                worst = Status.FAILED;
            } else if (status == Status.TIMED_OUT && worst != Status.FAILED) {
                worst = Status.TIMED_OUT;
            }
        }
        return worst;
    }
}
