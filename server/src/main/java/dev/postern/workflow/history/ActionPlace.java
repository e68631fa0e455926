package dev.postern.workflow.history;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.ActionType;
import dev.postern.workflow.action.Actions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An action of a definition, and the loops around it.
 *
 * @param loops their names, from the outermost
 */
public record ActionPlace(Action action, List<String> loops) {
    public ActionPlace {
        loops = List.copyOf(loops);
    }

    public String name() {
        return action.name();
    }

    public ActionType type() {
        return action.type();
    }

    /** Returns the loops whose indexes are in the names of the repetitions of the actions inside. */
    public List<String> inner() {
        return type().loops() ? Stream.concat(loops.stream(), Stream.of(name())).toList() : loops;
    }

    /** Lists all actions in the order of the definition, each before those inside it. */
    static List<ActionPlace> all(Actions actions) {
        var all = new ArrayList<ActionPlace>();
        collect(actions, List.of(), all);
        return List.copyOf(all);
    }

    private static void collect(Actions actions, List<String> loops, List<ActionPlace> all) {
        for (Action action : actions.all()) {
            ActionPlace place = new ActionPlace(action, loops);
            all.add(place);
            action.type().scopes().forEach(scope -> collect(scope, place.inner(), all));
        }
    }
}
