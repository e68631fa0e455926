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

    /** Returns the value of a variable, or null if it was not initialized. */
    default @Nullable JsonNode variable(String name) {
        throw unavailable("variables");
    }

    /** Returns the element that the innermost loop or data operation is at. */
    default JsonNode item() {
        throw unavailable("item");
    }

    /** Returns the element that a loop around the action is at, or null if there is no such loop. */
    default @Nullable JsonNode items(String loop) {
        throw unavailable("items");
    }

    /** Returns the index of the repetition that a loop around the action is at, from 0; null if there is no such loop. */
    default @Nullable Integer iterationIndex(String loop) {
        throw unavailable("iterationIndexes");
    }

    /** Returns the records of the actions of a scope that has ended, or null if there is no such scope. */
    default @Nullable JsonNode result(String scope) {
        throw unavailable("result");
    }

    /** Returns the record of the action itself. */
    default JsonNode currentAction() {
        throw unavailable("action");
    }

    /** Returns the URL at which a webhook calls back. */
    default String callbackUrl() {
        throw unavailable("listCallbackUrl");
    }

    private static EvaluationFailed unavailable(String function) {
        return new EvaluationFailed("The template function '" + function + "' cannot be used here.");
    }
}
