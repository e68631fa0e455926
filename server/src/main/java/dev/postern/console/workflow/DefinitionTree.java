package dev.postern.console.workflow;

import dev.postern.console.workflow.ActionNode.Branch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The triggers and actions of a definition.
 *
 * @param actions those that are in no other
 */
record DefinitionTree(List<ActionNode> triggers, List<ActionNode> actions) {
    static DefinitionTree read(JsonNode definition) {
        var triggers = new ArrayList<ActionNode>();
        definition
                .path("triggers")
                .properties()
                .forEach(one -> triggers.add(new ActionNode(
                        one.getKey(), one.getValue().path("type").asString(""), true, Map.of(), List.of())));
        return new DefinitionTree(triggers, actions(definition.path("actions")));
    }

    private static List<ActionNode> actions(JsonNode actions) {
        var found = new ArrayList<ActionNode>();
        actions.properties().forEach(one -> found.add(action(one.getKey(), one.getValue())));
        return found;
    }

    private static ActionNode action(String name, JsonNode action) {
        var after = new LinkedHashMap<String, List<String>>();
        action.path("runAfter").properties().forEach(one -> after.put(one.getKey(), statuses(one.getValue())));
        String type = action.path("type").asString("");
        return new ActionNode(name, type, false, after, branches(type, action));
    }

    private static List<String> statuses(JsonNode statuses) {
        return statuses.valueStream().map(one -> one.asString("")).toList();
    }

    private static List<Branch> branches(String type, JsonNode action) {
        var branches = new ArrayList<Branch>();
        JsonNode own = action.path("actions");
        switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "if" -> {
                branches.add(new Branch("True", actions(own)));
                branches.add(new Branch("False", actions(action.path("else").path("actions"))));
            }
            case "switch" -> {
                action.path("cases")
                        .properties()
                        .forEach(one -> branches.add(new Branch(
                                "Case " + one.getKey(), actions(one.getValue().path("actions")))));
                branches.add(
                        new Branch("Default", actions(action.path("default").path("actions"))));
            }
            default -> {
                if (own.isObject()) {
                    branches.add(new Branch("", actions(own)));
                }
            }
        }
        return branches;
    }
}
