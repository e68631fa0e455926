package dev.postern.workflow.run;

import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.stored.Errors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ends a run whose actions have all ended. */
public record RunEnd(RunContext context, OpenScope root) {
    void end() {
        Status status = Propagation.outcome(context.definition().actions().all(), root.states());
        context.end(ending(status));
    }

    private ActionRow.Ending ending(Status status) {
        ObjectNode outputs = JsonValues.object();
        Reads failing = new Reads();
        try {
            context.definition().outputs().forEach((name, template) -> {
                Reads reads = new Reads();
                JsonNode value;
                try {
                    value = context.tools().evaluate(template, new ActionScope(context, root, reads));
                } catch (EvaluationFailed e) {
                    failing.add(reads);
                    throw e;
                }
                if (!context.progress().hasRoomFor(value)) {
                    throw new EvaluationFailed(Progress.NO_ROOM);
                }
                outputs.set(
                        name,
                        reads.secured()
                                ? JsonValues.text(Masking.MASK)
                                : context.masking().of(value));
            });
        } catch (EvaluationFailed e) {
            if (status == Status.SUCCEEDED) {
                String reason = context.masking().text(failing.shown(e.getMessage()));
                return ActionRow.Ending.failed("InvalidTemplate", "InvalidTemplate", reason);
            }
        }
        return switch (status) {
            case FAILED ->
                new ActionRow.Ending(
                        status,
                        "ActionFailed",
                        Errors.of("ActionFailed", "An action failed. No dependent actions succeeded."),
                        outputs);
            default -> new ActionRow.Ending(status, null, null, outputs);
        };
    }
}
