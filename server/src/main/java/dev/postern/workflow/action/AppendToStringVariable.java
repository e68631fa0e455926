package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Adds a text to the end of a text. */
public record AppendToStringVariable(String variable, Template value) implements ActionType {
    static AppendToStringVariable read(ActionSource source) {
        return new AppendToStringVariable(
                source.variable(), source.template(source.inputs().path("value")));
    }

    @Override
    public List<Template> templates() {
        return List.of(value);
    }
}
