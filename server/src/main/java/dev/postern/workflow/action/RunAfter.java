package dev.postern.workflow.action;

import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Source;
import dev.postern.workflow.definition.Status;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The dependencies between the actions of one scope. Cycles are refused. */
final class RunAfter {
    private static final Set<Status> ALLOWED =
            EnumSet.of(Status.SUCCEEDED, Status.FAILED, Status.SKIPPED, Status.TIMED_OUT);

    private RunAfter() {}

    static Map<String, Set<Status>> read(ActionSource action, JsonNode siblings) {
        var result = new LinkedHashMap<String, Set<Status>>();
        JsonNode runAfter = action.json().path("runAfter");
        if (!runAfter.isObject() && !runAfter.isMissingNode() && !runAfter.isNull()) {
            throw action.invalid("the member 'runAfter' must be an object");
        }
        for (Map.Entry<String, JsonNode> entry : runAfter.properties()) {
            String before = sibling(action, entry.getKey(), siblings);
            Set<Status> states = EnumSet.noneOf(Status.class);
            for (JsonNode state : entry.getValue().values()) {
                Status status = Status.named(state.asString(""))
                        .filter(ALLOWED::contains)
                        .orElseThrow(() -> action.invalid("the 'runAfter' state '" + state.asString("")
                                + "' must be one of 'Succeeded, Failed, Skipped, TimedOut'"));
                states.add(status);
            }
            if (states.isEmpty()) {
                throw action.invalid("the 'runAfter' entry '" + before + "' contains no state");
            }
            result.put(before, states);
        }
        return result;
    }

    private static String sibling(ActionSource action, String wanted, JsonNode siblings) {
        for (String sibling : siblings.propertyNames()) {
            if (sibling.equalsIgnoreCase(wanted)) {
                return sibling;
            }
        }
        throw new InvalidTemplate(
                "The 'runAfter' property of template action '" + action.name() + "' "
                        + action.source().place("actions", action.name()) + " contains non-existent action: '" + wanted
                        + "'.",
                action.pointer() + "/runAfter");
    }

    static void checkOrder(Source source, Actions actions) {
        for (Action action : actions.all()) {
            if (before(action, actions).contains(action.name())) {
                throw source.invalid("actions", action.name(), "its 'runAfter' path leads back to itself");
            }
        }
    }

    /** Returns all actions of the same scope that end before this one starts. */
    static Set<String> before(Action action, Actions actions) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(action.runAfter().keySet());
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(
                        Objects.requireNonNull(actions.find(next)).runAfter().keySet());
            }
        }
        return found;
    }
}
