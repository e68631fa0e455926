package dev.postern.workflow.trigger;

import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.compute.Limit;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.definition.TriggerOptions;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.row.Reads;
import dev.postern.workflow.schema.JsonSchema;
import dev.postern.workflow.schema.Mistake;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Evaluates the expressions of triggers, on the compute pool. */
public record TriggerEvaluation(ComputePool compute, InstantSource clock, RandomGenerator random) {
    private static final Duration MAX_TIME = Duration.ofSeconds(30);
    private static final long MAX_MEMORY_BYTES = 64L << 20;

    TriggerScope scope(WorkflowRow row, Definition definition, JsonNode trigger) {
        return new TriggerScope(row, definition, new Reads(), trigger, null, clock, random);
    }

    TriggerScope scope(WorkflowRow row, Definition definition, JsonNode trigger, Supplier<String> callback) {
        return new TriggerScope(row, definition, new Reads(), trigger, callback, clock, random);
    }

    /** @throws EvaluationFailed without the reason if that may quote a secret */
    JsonNode evaluate(Template template, TriggerScope scope) {
        try {
            return evaluated(template, scope);
        } catch (EvaluationFailed e) {
            String reason = scope.reads().shown(e.getMessage());
            throw reason.equals(e.getMessage()) ? e : new EvaluationFailed(reason);
        }
    }

    private JsonNode evaluated(Template template, TriggerScope scope) {
        if (template.constant()) {
            return template.evaluate(scope);
        }
        long memory = Math.min(MAX_MEMORY_BYTES, compute.sharedMemory());
        try {
            return compute.run(
                    Limit.of(Limit.SMALL + 1, MAX_TIME, memory), deadline -> template.evaluate(scope, deadline));
        } catch (ComputeRefused e) {
            if (e.reason() == ComputeRefused.Reason.MEMORY) {
                throw new EvaluationFailed("The template language expressions take more than '" + memory
                        + "' bytes of memory to evaluate, which is the limit.");
            }
            throw e;
        }
    }

    List<Mistake> mistakes(JsonSchema schema, JsonNode value) {
        long memory = Math.min(MAX_MEMORY_BYTES, compute.sharedMemory());
        return compute.run(Limit.of(Limit.SMALL + 1, MAX_TIME, memory), deadline -> schema.mistakes(value));
    }

    /** Returns the client tracking id that the definition gives to runs whose caller gave none; null for none. */
    @Nullable
    String tracking(Fire fire, JsonNode record) {
        Template template = fire.trigger().options().tracking();
        if (template == null) {
            return null;
        }
        try {
            String text = evaluate(template, scope(fire.workflow(), fire.definition(), record))
                    .asString("");
            return text.isBlank() ? null : text.substring(0, Math.min(text.length(), Correlation.MAX_LENGTH));
        } catch (EvaluationFailed e) {
            // A run that can be found only by its name is better than none.
            return null;
        }
    }

    /** Decides what a fire starts: evaluates its conditions, and what it is split on. */
    FireDecision decide(Fire fire, JsonNode record) {
        TriggerOptions options = fire.trigger().options();
        if (options.plain()) {
            return new FireDecision.One();
        }
        TriggerScope scope = scope(fire.workflow(), fire.definition(), record);
        String part = "conditions";
        try {
            for (Template condition : options.conditions()) {
                JsonNode met = evaluate(condition, scope);
                if (!met.isBoolean()) {
                    return failed(part, "a condition must result in a boolean");
                }
                if (!met.booleanValue()) {
                    return new FireDecision.None(
                            Status.SKIPPED, "TriggerConditionNotMet", "A condition of the trigger is not met.");
                }
            }
            part = "splitOn";
            Template splitOn = options.splitOn();
            return splitOn == null || !fire.whole()
                    ? new FireDecision.One()
                    : split(evaluate(splitOn, scope), options.maxItems());
        } catch (EvaluationFailed e) {
            return failed(part, String.valueOf(e.getMessage()));
        }
    }

    private static FireDecision split(JsonNode array, int max) {
        if (!array.isArray()) {
            return failed("splitOn", "the result must be an array");
        }
        if (array.size() > max) {
            return failed("splitOn", "the array has '" + array.size() + "' items; the limit is '" + max + "'");
        }
        if (array.isEmpty()) {
            return new FireDecision.None(Status.SKIPPED, "SplitOnEmpty", "The array to split has no items.");
        }
        return new FireDecision.Many(List.copyOf(array.values()));
    }

    private static FireDecision failed(String part, String reason) {
        return new FireDecision.None(
                Status.FAILED,
                "InvalidTemplate",
                "Unable to process template language expressions in trigger '" + part + "': '" + reason + "'.");
    }
}
