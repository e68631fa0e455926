package dev.postern.workflow.action;

import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.util.List;

/** {@code IncrementVariable} and {@code DecrementVariable}. */
public record CountVariable(String variable, Template value, boolean down) implements ActionType {
    static CountVariable read(ActionSource source, boolean down) {
        String variable = source.variable();
        return new CountVariable(
                variable,
                source.template(source.inputs().has("value") ? source.inputs().path("value") : JsonValues.number(1)),
                down);
    }

    @Override
    public List<Template> templates() {
        return List.of(value);
    }
}
