package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;

/** Makes a value of each element of an array. */
public record Select(Template from, Template select) implements ActionType {
    static Select read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("from", "select"));
        source.required(source.inputs(), "inputs", "from");
        source.required(source.inputs(), "inputs", "select");
        return new Select(
                source.template(source.inputs().path("from")),
                source.template(source.inputs().path("select")));
    }

    @Override
    public List<Template> templates() {
        return List.of(from, select);
    }
}
