package dev.postern.console.workflow;

import dev.postern.console.workflow.ActionNode.Branch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The actions of a definition as a list: what the graph shows, in words. */
public final class ActionList {
    /**
     * An action in words.
     *
     * @param inside the actions and branches around it, from the outermost
     * @param after what it runs after, with the statuses that are not usual; empty if it begins its scope
     */
    public record Entry(String name, String type, String inside, String after) {}

    private ActionList() {}

    /** Lists each action behind all that it runs after, and before what is inside. */
    static List<Entry> of(List<ActionNode> scope) {
        var all = new ArrayList<Entry>();
        collect(scope, "", all);
        return all;
    }

    private static void collect(List<ActionNode> scope, String inside, List<Entry> all) {
        ScopeLayers layers = new ScopeLayers(scope);
        Map<String, Integer> places = layers.places();
        scope.stream()
                .sorted(Comparator.comparingInt(one -> places.getOrDefault(one.name(), 0)))
                .forEach(one -> {
                    all.add(new Entry(one.name(), one.type(), inside, after(one)));
                    for (Branch branch : one.branches()) {
                        String own = branch.label().isEmpty() ? one.name() : one.name() + ", " + branch.label();
                        collect(branch.actions(), inside.isEmpty() ? own : inside + ", " + own, all);
                    }
                });
    }

    private static String after(ActionNode action) {
        return action.runAfter().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> {
                    String label = ActionNode.label(one.getValue());
                    return label.isEmpty() ? one.getKey() : one.getKey() + " (" + label + ")";
                })
                .collect(Collectors.joining(", "));
    }
}
