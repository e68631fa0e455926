package dev.postern.workflow.definition;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The dependencies between actions. Cycles are refused. */
final class RunAfter {
    private static final Set<Status> ALLOWED =
            EnumSet.of(Status.SUCCEEDED, Status.FAILED, Status.SKIPPED, Status.TIMED_OUT);

    private RunAfter() {}

    static Map<String, Set<Status>> read(Source source, String name, JsonNode action, JsonNode siblings) {
        var result = new LinkedHashMap<String, Set<Status>>();
        JsonNode runAfter = action.path("runAfter");
        if (!runAfter.isObject() && !runAfter.isMissingNode() && !runAfter.isNull()) {
            throw source.invalid("actions", name, "the member 'runAfter' must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : runAfter.properties()) {
            String before = sibling(source, name, entry.getKey(), siblings);
            Set<Status> states = EnumSet.noneOf(Status.class);
            for (JsonNode state : entry.getValue().values()) {
                Status status = Status.named(state.asString(""))
                        .filter(ALLOWED::contains)
                        .orElseThrow(() -> source.invalid(
                                "actions",
                                name,
                                "the 'runAfter' state '" + state.asString("")
                                        + "' must be one of 'Succeeded, Failed, Skipped, TimedOut'"));
                states.add(status);
            }
            if (states.isEmpty()) {
                throw source.invalid("actions", name, "the 'runAfter' entry '" + before + "' contains no state");
            }
            result.put(before, states);
        }
        return result;
    }

    private static String sibling(Source source, String name, String wanted, JsonNode siblings) {
        for (String sibling : siblings.propertyNames()) {
            if (sibling.equalsIgnoreCase(wanted)) {
                return sibling;
            }
        }
        throw new InvalidTemplate(
                "The 'runAfter' property of template action '" + name + "' " + source.place("actions", name)
                        + " contains non-existent action: '" + wanted + "'.",
                Source.pointer("actions", name) + "/runAfter");
    }

    /** Returns all actions that end before this one starts. Refuses an action that depends on itself. */
    static Set<String> before(Source source, Action action, Map<String, Action> actions) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(action.runAfter().keySet());
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(Objects.requireNonNull(actions.get(next)).runAfter().keySet());
            }
        }
        if (found.contains(action.name())) {
            throw source.invalid("actions", action.name(), "its 'runAfter' path leads back to itself");
        }
        return found;
    }
}
