package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Declares a variable and gives it its first value. */
public record InitializeVariable(String variable, VariableType variableType, Template value) implements ActionType {
    static InitializeVariable read(ActionSource source) {
        source.members();
        if (source.isNested()) {
            throw source.invalid("an action of type 'InitializeVariable' must not be inside another action");
        }
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("variables"));
        JsonNode variables = inputs.path("variables");
        if (!variables.isArray() || variables.size() != 1) {
            throw source.invalid("the input 'variables' must have exactly one element");
        }
        JsonNode variable = variables.get(0);
        source.known(variable, "variables", Set.of("name", "type", "value"));
        String name = source.constant(variable, "name");
        String type = source.constant(variable, "type");
        return new InitializeVariable(
                name,
                VariableType.named(type)
                        .orElseThrow(() -> source.invalid("the variable type '" + type
                                + "' must be one of 'Array, Boolean, Float, Integer, Object, String'")),
                source.template(variable.path("value")));
    }

    @Override
    public List<Template> templates() {
        return List.of(value);
    }
}
