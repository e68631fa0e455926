package dev.postern.workflow.engine;

import dev.postern.workflow.definition.Action;
import dev.postern.workflow.definition.Definition;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data of a run that its expressions can read.
 *
 * @param read collects the names of the actions that an expression has read, and {@link #TRIGGER}
 */
record RunScope(
        RunRow run,
        WorkflowRow row,
        Definition definition,
        Map<String, ActionRow> actions,
        Set<String> read,
        InstantSource clock,
        RandomGenerator random)
        implements EvaluationScope {
    /** The name of the trigger; no action has an empty name. */
    static final String TRIGGER = "";

    @Override
    public @Nullable JsonNode parameter(String name) {
        WorkflowParameter parameter = definition.parameter(name);
        return parameter == null ? null : parameter.value();
    }

    @Override
    public JsonNode trigger() {
        read.add(TRIGGER);
        return run.trigger();
    }

    @Override
    public @Nullable JsonNode action(String name) {
        Action action = definition.action(name);
        ActionRow ended = action == null ? null : actions.get(action.name());
        if (ended == null || !ended.status().done()) {
            return null;
        }
        read.add(ended.name());
        return record(ended);
    }

    private JsonNode record(ActionRow action) {
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
        return record;
    }

    @Override
    public JsonNode workflow() {
        ObjectNode workflow = JsonValues.object();
        workflow.put("id", row.path().armId());
        workflow.put("name", row.path().name());
        workflow.put("type", "Microsoft.Logic/workflows");
        workflow.put("location", row.resource().path("location").asString(""));
        workflow.set("tags", JsonValues.orNull(row.resource().get("tags")));
        ObjectNode one = workflow.putObject("run");
        one.put("id", row.path().armId() + "/runs/" + run.key().name());
        one.put("name", run.key().name());
        one.put("type", "Microsoft.Logic/workflows/runs");
        return workflow;
    }
}
