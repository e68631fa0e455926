package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import dev.postern.workflow.schema.BadSchema;
import dev.postern.workflow.schema.JsonSchema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses a text, and checks it against a schema.
 *
 * @param check null without a schema, or with an empty one
 */
public record ParseJson(
        Template inputs, JsonNode schema, @Nullable JsonSchema check) implements ActionType {
    static ParseJson read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("content", "schema"));
        source.required(source.inputs(), "inputs", "content");
        JsonNode schema = source.inputs().path("schema");
        return new ParseJson(source.template(source.only(source.inputs(), "content")), schema, check(source, schema));
    }

    private static @Nullable JsonSchema check(ActionSource source, JsonNode schema) {
        if (schema.isMissingNode() || schema.isNull() || (schema.isObject() && schema.isEmpty())) {
            return null;
        }
        try {
            return JsonSchema.of(schema);
        } catch (BadSchema e) {
            throw source.invalid(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
