package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import java.util.List;

/** Groups actions; its status is that of its last actions. */
public record Scope(Actions actions) implements ActionType {
    static Scope read(ActionSource source) {
        source.members("actions");
        return new Scope(source.actions(source.json(), ""));
    }

    @Override
    public List<Actions> scopes() {
        return List.of(actions);
    }

    @Override
    public List<Template> templates() {
        return List.of();
    }
}
