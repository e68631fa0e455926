package dev.postern.workflow.trigger;

import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data that the expressions of a trigger can read. There is no run yet.
 *
 * @param callback the callback URL; null outside of the calls of a webhook
 */
public record TriggerScope(
        WorkflowRow row,
        Definition definition,
        Reads reads,
        JsonNode trigger,
        @Nullable Supplier<String> callback,
        InstantSource clock,
        RandomGenerator random)
        implements EvaluationScope {
    @Override
    public @Nullable JsonNode parameter(String name) {
        return reads.value(definition.parameter(name));
    }

    @Override
    public @Nullable JsonNode action(String name) {
        throw new EvaluationFailed("The action '" + name + "' cannot be read by a trigger, because no run exists yet.");
    }

    @Override
    public String callbackUrl() {
        return callback == null ? EvaluationScope.super.callbackUrl() : callback.get();
    }

    @Override
    public JsonNode workflow() {
        ObjectNode workflow = JsonValues.object();
        workflow.put("id", row.path().armId());
        workflow.put("name", row.path().name());
        workflow.put("type", "Microsoft.Logic/workflows");
        workflow.put("location", row.resource().path("location").asString(""));
        workflow.set("tags", JsonValues.orNull(row.resource().get("tags")));
        return workflow;
    }
}
