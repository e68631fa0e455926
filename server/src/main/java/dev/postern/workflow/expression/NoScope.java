package dev.postern.workflow.expression;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Nothing can be seen from here: what has no expressions needs no run. */
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
