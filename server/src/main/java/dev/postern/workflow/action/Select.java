package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;

/**
 * Makes a value of each element of an array.
 *
 * @param text the expression as written, for messages
 */
public record Select(Template from, Template select, String text) implements ActionType {
    static Select read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("from", "select"));
        source.required(source.inputs(), "inputs", "from");
        source.required(source.inputs(), "inputs", "select");
        return new Select(
                source.template(source.inputs().path("from")),
                source.template(source.inputs().path("select")),
                source.inputs().path("select").isString()
                        ? source.inputs().path("select").stringValue()
                        : source.inputs().path("select").toString());
    }

    @Override
    public List<Template> templates() {
        return List.of(from, select);
    }
}
