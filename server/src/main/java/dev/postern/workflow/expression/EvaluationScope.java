package dev.postern.workflow.expression;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The data of a run that its expressions can read. */
public interface EvaluationScope {
    InstantSource clock();

    RandomGenerator random();

    /** Returns the value of a parameter, or null if the definition does not declare it. */
    @Nullable
    JsonNode parameter(String name);

    /** Returns the record of the trigger that started the run. */
    JsonNode trigger();

    /** Returns the record of an action, or null if there is no such action or it has not ended. */
    @Nullable
    JsonNode action(String name);

    /** Returns the result of {@code workflow()}. */
    JsonNode workflow();
}
