package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code ApiConnection}: an operation of the Office 365 Outlook connector, carried out over Graph. */
public record Connector(Template inputs) implements ActionType {
    static Connector read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(
                inputs,
                "inputs",
                Set.of("host", "method", "path", "body", "queries", "headers", "authentication", "retryPolicy"));
        source.known(inputs.path("host"), "host", Set.of("connection", "api"));
        source.required(inputs, "inputs", "method");
        source.required(inputs, "inputs", "path");
        source.retry(inputs.path("retryPolicy"));
        return new Connector(source.template(inputs));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
