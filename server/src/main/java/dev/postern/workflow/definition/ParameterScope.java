package dev.postern.workflow.definition;

import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The scope of a trigger's expressions: parameters only, because there is no run yet. */
public record ParameterScope(Map<String, WorkflowParameter> parameters, InstantSource clock)
        implements EvaluationScope {
    @Override
    public RandomGenerator random() {
        throw unavailable();
    }

    @Override
    public @Nullable JsonNode parameter(String name) {
        WorkflowParameter parameter = NamedParts.find(parameters, name);
        return parameter == null ? null : parameter.value();
    }

    @Override
    public JsonNode trigger() {
        throw unavailable();
    }

    @Override
    public @Nullable JsonNode action(String name) {
        throw unavailable();
    }

    @Override
    public JsonNode workflow() {
        throw unavailable();
    }

    private static EvaluationFailed unavailable() {
        return new EvaluationFailed("only parameters can be used in a trigger");
    }
}
