package dev.postern.console.workflow;

import java.util.List;
import java.util.Map;

/**
 * An action or a trigger of a definition.
 *
 * @param runAfter the actions of the same scope that it waits for, each with the statuses that it goes on with
 * @param branches the scopes inside; empty if no actions can be inside
 */
public record ActionNode(
        String name, String type, boolean trigger, Map<String, List<String>> runAfter, List<Branch> branches) {
    /**
     * A scope inside an action.
     *
     * @param label such as {@code True} or {@code Case Night}; empty if there is only one
     */
    public record Branch(String label, List<ActionNode> actions) {
        public Branch {
            actions = List.copyOf(actions);
        }
    }

    public ActionNode {
        runAfter = Map.copyOf(runAfter);
        branches = List.copyOf(branches);
    }

    /** What distinguishes it in its scope: a trigger may have the name of an action. */
    String key() {
        return trigger ? "\n" + name : name;
    }

    /** Statuses as an edge shows them; empty if it is the usual one. */
    static String label(List<String> statuses) {
        return statuses.stream().allMatch(one -> one.equalsIgnoreCase("Succeeded")) ? "" : String.join(", ", statuses);
    }
}
