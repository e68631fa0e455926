package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;

/** Joins the elements of an array to a text. */
public record Join(Template inputs) implements ActionType {
    static Join read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("from", "joinWith"));
        source.required(source.inputs(), "inputs", "from");
        source.required(source.inputs(), "inputs", "joinWith");
        return new Join(source.template(source.inputs()));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
