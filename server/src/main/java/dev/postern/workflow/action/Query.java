package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;

/**
 * Returns the elements of an array for which a condition is true.
 *
 * @param text the expression as written, for messages
 */
public record Query(Template from, Template where, String text) implements ActionType {
    static Query read(ActionSource source) {
        source.members();
        source.known(source.inputs(), "inputs", Set.of("from", "where"));
        source.required(source.inputs(), "inputs", "from");
        source.required(source.inputs(), "inputs", "where");
        return new Query(
                source.template(source.inputs().path("from")),
                source.template(source.inputs().path("where")),
                source.inputs().path("where").isString()
                        ? source.inputs().path("where").stringValue()
                        : source.inputs().path("where").toString());
    }

    @Override
    public List<Template> templates() {
        return List.of(from, where);
    }
}
