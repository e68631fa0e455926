package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Runs another workflow and waits for its response.
 *
 * @param trigger the name of its Request trigger
 * @param workflow its resource id
 */
public record NestedWorkflow(String trigger, String workflow, Template inputs) implements ActionType {
    static NestedWorkflow read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("host", "headers", "body", "retryPolicy"));
        JsonNode host = inputs.path("host");
        source.known(host, "host", Set.of("triggerName", "workflow"));
        source.known(host.path("workflow"), "workflow", Set.of("id"));
        source.retry(inputs.path("retryPolicy"));
        return new NestedWorkflow(
                source.constant(host, "triggerName"),
                source.constant(host.path("workflow"), "id"),
                source.template(inputs));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
