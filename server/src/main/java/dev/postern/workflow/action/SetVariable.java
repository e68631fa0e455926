package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Sets a variable. */
public record SetVariable(String variable, Template value) implements ActionType {
    static SetVariable read(ActionSource source) {
        return new SetVariable(
                source.variable(), source.template(source.inputs().path("value")));
    }

    @Override
    public List<Template> templates() {
        return List.of(value);
    }
}
