package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Returns its inputs as outputs. */
public record Compose(Template inputs) implements ActionType {
    static Compose read(ActionSource source) {
        source.members();
        if (source.inputs().isMissingNode()) {
            throw source.invalid("the member 'inputs' is missing");
        }
        return new Compose(source.template(source.inputs()));
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
