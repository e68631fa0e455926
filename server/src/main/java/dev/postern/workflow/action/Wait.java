package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Waits for an interval or until a time. */
public record Wait(Template inputs) implements ActionType {
    static Wait read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("interval", "until"));
        if (inputs.has("interval") == inputs.has("until")) {
            throw source.invalid("the inputs must have exactly one of 'interval' and 'until'");
        }
        if (inputs.has("interval")) {
            source.known(inputs.path("interval"), "interval", Set.of("count", "unit"));
            source.required(inputs.path("interval"), "interval", "count");
            source.required(inputs.path("interval"), "interval", "unit");
        } else {
            source.known(inputs.path("until"), "until", Set.of("timestamp"));
            source.required(inputs.path("until"), "until", "timestamp");
        }
        return new Wait(source.template(inputs));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
