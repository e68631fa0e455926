package dev.postern.workflow.expression;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** A scope without data, for values that contain no expressions. */
enum NoScope implements EvaluationScope {
    INSTANCE;

    @Override
    public InstantSource clock() {
        throw new IllegalStateException();
    }

    @Override
    public RandomGenerator random() {
        throw new IllegalStateException();
    }

    @Override
    public JsonNode parameter(String name) {
        throw new IllegalStateException();
    }

    @Override
    public JsonNode trigger() {
        throw new IllegalStateException();
    }

    @Override
    public JsonNode action(String name) {
        throw new IllegalStateException();
    }

    @Override
    public JsonNode workflow() {
        throw new IllegalStateException();
    }
}
