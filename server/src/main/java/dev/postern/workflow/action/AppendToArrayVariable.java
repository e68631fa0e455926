package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Adds an element to an array. */
public record AppendToArrayVariable(String variable, Template value) implements ActionType {
    static AppendToArrayVariable read(ActionSource source) {
        return new AppendToArrayVariable(
                source.variable(), source.template(source.inputs().path("value")));
    }

    @Override
    public List<Template> templates() {
        return List.of(value);
    }
}
