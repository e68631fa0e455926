package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Ends the run. */
public record Terminate(Template inputs) implements ActionType {
    static Terminate read(ActionSource source) {
        source.members();
        if (source.inLoop()) {
            throw source.invalid("an action of type 'Terminate' cannot be inside 'Foreach' or 'Until'");
        }
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("runStatus", "runError"));
        source.required(inputs, "inputs", "runStatus");
        if (ActionSource.plain(inputs.path("runStatus"))) {
            String status = inputs.path("runStatus").asString("");
            if (!Set.of("Succeeded", "Failed", "Cancelled").contains(status)) {
                throw source.invalid("the run status '" + status + "' must be one of 'Succeeded, Failed, Cancelled'");
            }
            if (inputs.has("runError") && !status.equals("Failed")) {
                throw source.invalid("the input 'runError' can only be used with the run status 'Failed'");
            }
        }
        return new Terminate(source.template(inputs));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
