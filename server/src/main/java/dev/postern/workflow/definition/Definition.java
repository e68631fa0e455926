package dev.postern.workflow.definition;

import dev.postern.workflow.expression.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid definition with all expressions compiled. Immutable. Maps keep the order of the text. */
public record Definition(
        Map<String, WorkflowParameter> parameters,
        Map<String, Trigger> triggers,
        Map<String, Action> actions,
        Map<String, Template> outputs) {
    public Definition {
        parameters = ordered(parameters);
        triggers = ordered(triggers);
        actions = ordered(actions);
        outputs = ordered(outputs);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Returns whether a caller of the request trigger must wait for a Response action. */
    public boolean responds() {
        return actions.values().stream().anyMatch(action -> action.kind() == Action.Kind.RESPONSE);
    }

    public @Nullable Trigger trigger(String name) {
        return named(triggers, name);
    }

    public @Nullable Action action(String name) {
        return named(actions, name);
    }

    public @Nullable WorkflowParameter parameter(String name) {
        return named(parameters, name);
    }

    /** Looks a name up without regard to case. */
    static <T> @Nullable T named(Map<String, T> map, String name) {
        T exact = map.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, T> entry : map.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
