package dev.postern.workflow.compiled;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.action.Actions;
import dev.postern.workflow.action.Response;
import dev.postern.workflow.definition.NamedParts;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.expression.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A valid definition with all expressions compiled. Immutable. Maps keep the order of the text. */
public record Definition(
        Map<String, WorkflowParameter> parameters,
        Map<String, Trigger> triggers,
        Actions actions,
        Map<String, Template> outputs) {
    public Definition {
        parameters = ordered(parameters);
        triggers = ordered(triggers);
        outputs = ordered(outputs);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Returns whether a caller of the request trigger must wait for a Response action. */
    public boolean responds() {
        var found = new AtomicBoolean();
        actions.walk(action -> found.compareAndSet(false, action.type() instanceof Response));
        return found.get();
    }

    public @Nullable Trigger trigger(String name) {
        return NamedParts.find(triggers, name);
    }

    /** Finds an action of a scope, also one inside others. */
    static @Nullable Action inside(Actions actions, String name) {
        Action found = actions.find(name);
        if (found != null) {
            return found;
        }
        for (Action each : actions.all()) {
            for (Actions scope : each.type().scopes()) {
                Action inside = inside(scope, name);
                if (inside != null) {
                    return inside;
                }
            }
        }
        return null;
    }

    public @Nullable WorkflowParameter parameter(String name) {
        return NamedParts.find(parameters, name);
    }
}
