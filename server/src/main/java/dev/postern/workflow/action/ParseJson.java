package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Parses a text, and checks it against a schema. */
public record ParseJson(Template inputs, JsonNode schema) implements ActionType {
    static ParseJson read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("content", "schema"));
        source.required(source.inputs(), "inputs", "content");
        return new ParseJson(
                source.template(source.only(source.inputs(), "content")),
                source.inputs().path("schema"));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
