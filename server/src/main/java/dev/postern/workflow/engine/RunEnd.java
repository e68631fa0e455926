package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import java.util.HashSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ends a run whose actions have all ended. */
record RunEnd(
        RunDriver.Tools tools,
        RunRow run,
        Definition definition,
        Progress progress,
        ActionStart starts,
        Masking masking) {
    void end() {
        Status status = Propagation.outcome(definition.actions().values(), progress.states());
        ActionRow.Ending ending = ending(status);
        boolean ours = tools.database()
                .write(sql -> RunTable.end(sql, run.key(), ending, tools.clock().instant()));
        if (ours) {
            tools.metrics().runEnded(ending.status());
        }
        tools.signals().changed();
    }

    private ActionRow.Ending ending(Status status) {
        ObjectNode outputs = JsonValues.object();
        var read = new HashSet<String>();
        try {
            definition.outputs().forEach((name, template) -> {
                read.clear();
                JsonNode value = tools.evaluate(template, starts.scope(read));
                if (!progress.hasRoomFor(value)) {
                    throw new EvaluationFailed(Progress.NO_ROOM);
                }
                outputs.set(name, starts.isSecured(read) ? JsonValues.text(Masking.MASK) : masking.of(value));
            });
        } catch (EvaluationFailed e) {
            if (status == Status.SUCCEEDED) {
                String reason = starts.isSecured(read) ? Masking.MASK : masking.text(String.valueOf(e.getMessage()));
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
