package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.Json;
import dev.postern.workflow.expression.Scope;
import tools.jackson.databind.node.ObjectNode;

/** The end of a run whose actions have all ended. */
record RunEnd(RunDriver.Tools tools, RunRow run, Definition definition, Progress progress) {
    void end(Scope scope) {
        Status status = Propagation.outcome(definition.actions().values(), progress.states());
        ActionRow.Ending ending = ending(status, scope);
        boolean ours = tools.database()
                .write(sql -> RunTable.end(sql, run.key(), ending, tools.clock().instant()));
        if (ours) {
            tools.metrics().runEnded(ending.status());
        }
        tools.signals().changed();
    }

    private ActionRow.Ending ending(Status status, Scope scope) {
        ObjectNode outputs = Json.object();
        try {
            definition.outputs().forEach((name, template) -> outputs.set(name, tools.evaluate(template, scope)));
        } catch (EvaluationFailed e) {
            if (status == Status.SUCCEEDED) {
                return ActionRow.Ending.failed("InvalidTemplate", "InvalidTemplate", String.valueOf(e.getMessage()));
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
