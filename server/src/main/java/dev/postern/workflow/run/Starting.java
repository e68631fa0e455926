package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.row.Reads;
import tools.jackson.databind.JsonNode;

/** An action that starts, for the executor of its type. */
public record Starting(RunContext context, OpenScope scope, Action action, Reads reads) {
    ActionScope names() {
        return new ActionScope(context, scope, reads);
    }

    /** @throws dev.postern.workflow.expression.EvaluationFailed if an expression fails; the action then fails */
    JsonNode evaluate(Template template) {
        return context.tools().evaluate(template, names());
    }
}
