package dev.postern.workflow.expression;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an expression can see of the run it is evaluated in. */
public interface EvaluationScope {
    InstantSource clock();

    RandomGenerator random();

    /** The value of a parameter, or null when the definition does not declare it. */
    @Nullable
    JsonNode parameter(String name);

    /** The record of the trigger that started the run. */
    JsonNode trigger();

    /** The record of an action that has ended, or null when there is none of this name or it has not ended. */
    @Nullable
    JsonNode action(String name);

    /** What {@code workflow()} answers. */
    JsonNode workflow();
}
