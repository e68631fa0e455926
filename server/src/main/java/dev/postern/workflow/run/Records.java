package dev.postern.workflow.run;

import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The records that {@code actions()}, {@code result()} and {@code workflow()} return. */
public final class Records {
    private Records() {}

    static JsonNode action(RunRow run, ActionRow action) {
        ObjectNode record = JsonValues.object();
        record.put("name", action.name());
        record.set("inputs", JsonValues.orNull(action.inputs()));
        record.set("outputs", JsonValues.orNull(action.outputs()));
        record.put("startTime", action.started().toString());
        Instant ended = action.ended();
        record.put("endTime", ended == null ? null : ended.toString());
        record.put("trackingId", action.trackingId().toString());
        record.put("clientTrackingId", run.trackingId());
        record.put("status", action.status().text());
        if (action.code() != null) {
            record.put("code", action.code());
        }
        if (action.error() != null) {
            record.set("error", action.error());
        }
        if (action.tracked() != null) {
            record.set("trackedProperties", action.tracked());
        }
        return record;
    }

    static JsonNode workflow(RunContext context) {
        WorkflowRow row = context.workflow();
        ObjectNode workflow = JsonValues.object();
        workflow.put("id", row.path().armId());
        workflow.put("name", row.path().name());
        workflow.put("type", "Microsoft.Logic/workflows");
        workflow.put("location", row.resource().path("location").asString(""));
        workflow.set("tags", JsonValues.orNull(row.resource().get("tags")));
        ObjectNode one = workflow.putObject("run");
        String run = context.run().key().name();
        one.put("id", row.path().armId() + "/runs/" + run);
        one.put("name", run);
        one.put("type", "Microsoft.Logic/workflows/runs");
        return workflow;
    }
}
