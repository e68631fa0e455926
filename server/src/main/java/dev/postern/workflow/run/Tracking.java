package dev.postern.workflow.run;

import dev.postern.workflow.action.Action;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.stored.Errors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluates the tracked properties of an action that has ended. A failure does not change the action's result. */
public final class Tracking {
    private static final int MAX_LENGTH = 16_000;

    private Tracking() {}

    static ActionRow of(RunContext context, OpenScope scope, Action action, ActionRow row) {
        Template template = action.settings().tracked();
        if (template == null || !row.status().done() || row.status() == Status.SKIPPED || row.tracked() != null) {
            return row;
        }
        ActionRow.Edit edit = row.edit();
        edit.tracked = evaluate(context, scope, template, row);
        return edit.make();
    }

    private static JsonNode evaluate(RunContext context, OpenScope scope, Template template, ActionRow row) {
        Reads reads = new Reads();
        ActionScope names = new ActionScope(context, scope, reads) {
            @Override
            public JsonNode currentAction() {
                reads.read(!row.hidden().isEmpty());
                return Records.action(context.run(), row);
            }
        };
        try {
            JsonNode tracked = context.tools().evaluate(template, names);
            if (reads.secured()) {
                return failure("They contain secured data.");
            }
            return Progress.size(tracked) <= MAX_LENGTH
                    ? tracked
                    : failure("They have more than '" + MAX_LENGTH + "' characters, which is the limit.");
        } catch (EvaluationFailed e) {
            return failure(reads.shown(e.getMessage()));
        }
    }

    private static JsonNode failure(String reason) {
        ObjectNode failure = JsonValues.object();
        failure.set("error", Errors.of("TrackedPropertiesEvaluationFailed", reason));
        return failure;
    }
}
