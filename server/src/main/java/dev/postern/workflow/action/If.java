package dev.postern.workflow.action;

import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.util.List;
import java.util.Set;

/** Runs one of two scopes. */
public record If(Condition condition, Actions actions, Actions otherwise) implements ActionType {
    static If read(ActionSource source) {
        source.members("expression", "actions", "else");
        if (!source.json().hasNonNull("expression")) {
            throw source.invalid("the member 'expression' is missing");
        }
        source.known(source.json().path("else"), "else", Set.of("actions"));
        return new If(
                source.condition(source.json().path("expression")),
                source.actions(source.json(), ""),
                source.actions(source.json().path("else"), "/else"));
    }

    public Actions branch(boolean value) {
        return value ? actions : otherwise;
    }

    @Override
    public List<Actions> scopes() {
        return List.of(actions, otherwise);
    }

    @Override
    public List<Template> templates() {
        return List.of();
    }

    @Override
    public List<Reference> references() {
        return condition.references();
    }
}
