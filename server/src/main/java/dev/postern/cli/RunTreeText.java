package dev.postern.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as a text: its actions as a tree, and what failed with code, message and request id. */
final class RunTreeText {
    private static final int MAX_FAILED_REPETITIONS = 5;

    private final RunActions run;
    private final Map<String, JsonNode> actions = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private RunTreeText(RunActions run) {
        this.run = run;
    }

    private record Node(String name, List<Node> inside) {}

    static String of(RunActions run, JsonNode properties, List<JsonNode> actions) {
        RunTreeText tree = new RunTreeText(run);
        actions.forEach(action -> tree.actions.put(action.path("name").asString(), action));
        tree.text
                .append("Run ")
                .append(run.run())
                .append("  ")
                .append(properties.path("status").asString(""))
                .append('\n');
        RunFailure.of(properties)
                .ifPresent(error -> tree.text.append("  ").append(line(error)).append('\n'));
        var nodes = new ArrayList<>(nodes(run.definition(properties)));
        var known = new HashMap<String, Node>();
        collect(nodes, known);
        tree.actions.keySet().stream()
                .filter(name -> !known.containsKey(name))
                .forEach(name -> nodes.add(new Node(name, List.of())));
        tree.add(nodes, "");
        return Output.printable(tree.text.toString());
    }

    private static void collect(List<Node> nodes, Map<String, Node> known) {
        for (Node node : nodes) {
            known.put(node.name(), node);
            collect(node.inside(), known);
        }
    }

    /** The actions of a scope of the definition, in its order. */
    private static List<Node> nodes(JsonNode scope) {
        var nodes = new ArrayList<Node>();
        scope.path("actions")
                .properties()
                .forEach(entry -> nodes.add(new Node(entry.getKey(), nodes(entry.getValue()))));
        for (String branch : List.of("else", "default")) {
            if (scope.path(branch).isObject()) {
                nodes.addAll(nodes(scope.path(branch)));
            }
        }
        scope.path("cases").forEach(one -> nodes.addAll(nodes(one)));
        return nodes;
    }

    private void add(List<Node> nodes, String indent) {
        List<Node> shown =
                nodes.stream().filter(node -> actions.containsKey(node.name())).toList();
        for (int i = 0; i < shown.size(); i++) {
            Node node = shown.get(i);
            boolean last = i == shown.size() - 1;
            String below = indent + (last ? "   " : "│  ");
            text.append(indent).append(last ? "└─ " : "├─ ");
            add(node.name(), actions.getOrDefault(node.name(), WorkflowServer.object()), below);
            add(node.inside(), below);
        }
    }

    private void add(String name, JsonNode action, String below) {
        JsonNode properties = action.path("properties");
        text.append(name).append("  ").append(properties.path("status").asString(""));
        int repetitions = properties.path("repetitionCount").asInt(0);
        int iterations = properties.path("iterationCount").asInt(0);
        if (repetitions > 0) {
            text.append(", ").append(counted(repetitions, "repetition"));
        }
        if (iterations > 0) {
            text.append(", ").append(counted(iterations, "iteration"));
        }
        text.append('\n');
        if (!RunFailure.is(properties)) {
            return;
        }
        if (RunActions.isRepeated(action)) {
            WorkflowServer.Listed failed = run.failed(action, MAX_FAILED_REPETITIONS);
            failed.elements()
                    .forEach(one -> failure(
                            RunFailure.of(one.path("properties")),
                            below,
                            one.path("name").asString() + ": "));
            if (failed.more()) {
                text.append(below).append("  ... more repetitions failed\n");
            }
        } else {
            failure(RunFailure.of(properties), below, "");
        }
    }

    private void failure(Optional<ObjectNode> failure, String below, String before) {
        failure.ifPresent(error -> text.append(below)
                .append("  ")
                .append(before)
                .append(line(error))
                .append('\n'));
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The failure in one line. */
    static String line(ObjectNode error) {
        var parts = new ArrayList<String>();
        String code = error.path("code").asString("");
        String message = error.path("message").asString("").replace('\n', ' ');
        String request = error.path("requestId").asString("");
        parts.add(code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message);
        if (!request.isEmpty()) {
            parts.add("(request id " + request + ")");
        }
        return String.join(" ", parts).strip();
    }
}
