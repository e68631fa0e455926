package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Calls a service, retries, and polls for the result of an accepted operation. */
public record Http(Template inputs) implements ActionType {
    static Http read(ActionSource source) {
        source.members("kind");
        source.call(source.inputs(), "inputs");
        return new Http(source.template(source.inputs()));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
