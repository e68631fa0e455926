package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionSettings;
import dev.postern.workflow.action.Compose;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.run.Propagation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the order of actions and the state of a run with a simple reference evaluator. */
@SuppressWarnings("NullAway") // every name is in these maps
class WorkflowPropagationTest {
    private static final List<Status> ENDS = List.of(Status.SUCCEEDED, Status.FAILED, Status.TIMED_OUT);
    private static final List<Status> WANTED =
            List.of(Status.SUCCEEDED, Status.FAILED, Status.SKIPPED, Status.TIMED_OUT);

    private static List<Action> graph(Random random) {
        var actions = new ArrayList<Action>();
        int count = 1 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            var runAfter = new LinkedHashMap<String, Set<Status>>();
            for (int before = 0; before < i; before++) {
                if (random.nextInt(3) == 0) {
                    var states = new HashSet<>(Set.of(WANTED.get(random.nextInt(WANTED.size()))));
                    states.add(WANTED.get(random.nextInt(WANTED.size())));
                    runAfter.put("a" + before, states);
                }
            }
            actions.add(new Action(
                    "a" + i,
                    new Compose(Template.of(JsonValues.number(1))),
                    runAfter,
                    new ActionSettings(Set.of(), Set.of(), null, null, null)));
        }
        return actions;
    }

    /** Actions are numbered so that each has a higher number than those it depends on, so one pass suffices. */
    private static Map<String, Status> plain(List<Action> actions, Map<String, Status> ends) {
        var states = new HashMap<String, Status>();
        for (Action action : actions) {
            boolean runs = action.runAfter().entrySet().stream()
                    .allMatch(entry -> entry.getValue().contains(states.get(entry.getKey())));
            states.put(action.name(), runs ? ends.get(action.name()) : Status.SKIPPED);
        }
        return states;
    }

    /** The states that count at an action: its own, or if it was skipped those of all actions before it. */
    private static Set<Status> counting(String name, Map<String, Action> actions, Map<String, Status> states) {
        var found = new TreeSet<Status>();
        if (states.get(name) != Status.SKIPPED) {
            found.add(states.get(name));
            return found;
        }
        actions.get(name).runAfter().keySet().forEach(before -> found.addAll(counting(before, actions, states)));
        return found;
    }

    private static Status plainOutcome(List<Action> actions, Map<String, Status> states) {
        var byName = new HashMap<String, Action>();
        var followed = new HashSet<String>();
        for (Action action : actions) {
            byName.put(action.name(), action);
            followed.addAll(action.runAfter().keySet());
        }
        var all = new TreeSet<Status>();
        for (Action action : actions) {
            if (!followed.contains(action.name())) {
                all.addAll(counting(action.name(), byName, states));
            }
        }
        return all.contains(Status.FAILED)
                ? Status.FAILED
                : all.contains(Status.TIMED_OUT) ? Status.TIMED_OUT : Status.SUCCEEDED;
    }

    @Test
    void randomGraphsEndAsTheReferenceEvaluatorSays() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            List<Action> actions = graph(random);
            var ends = new HashMap<String, Status>();
            actions.forEach(action -> ends.put(action.name(), ENDS.get(random.nextInt(ENDS.size()))));
            var states = new HashMap<String, Status>();
            while (states.size() < actions.size()) {
                Propagation.Step step = Propagation.next(actions, states);
                step.skipped().forEach(skip -> states.put(skip.action().name(), Status.SKIPPED));
                if (!step.ready().isEmpty()) {
                    // Any of them may end first.
                    Action next = step.ready().get(random.nextInt(step.ready().size()));
                    states.put(next.name(), ends.get(next.name()));
                }
            }
            assertEquals(plain(actions, ends), states);
            assertEquals(plainOutcome(actions, states), Propagation.outcome(actions, states));
        }
    }
}
