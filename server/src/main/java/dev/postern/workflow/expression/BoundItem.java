package dev.postern.workflow.expression;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A scope in which {@code item()} is one element, as for every element that Query, Select or Table works on. */
public record BoundItem(EvaluationScope outer, JsonNode item) implements EvaluationScope {
    @Override
    public InstantSource clock() {
        return outer.clock();
    }

    @Override
    public RandomGenerator random() {
        return outer.random();
    }

    @Override
    public @Nullable JsonNode parameter(String name) {
        return outer.parameter(name);
    }

    @Override
    public JsonNode trigger() {
        return outer.trigger();
    }

    @Override
    public @Nullable JsonNode action(String name) {
        return outer.action(name);
    }

    @Override
    public JsonNode workflow() {
        return outer.workflow();
    }

    @Override
    public @Nullable JsonNode variable(String name) {
        return outer.variable(name);
    }

    @Override
    public @Nullable JsonNode items(String loop) {
        return outer.items(loop);
    }

    @Override
    public @Nullable Integer iterationIndex(String loop) {
        return outer.iterationIndex(loop);
    }

    @Override
    public @Nullable JsonNode result(String scope) {
        return outer.result(scope);
    }

    @Override
    public JsonNode currentAction() {
        return outer.currentAction();
    }

    @Override
    public String callbackUrl() {
        return outer.callbackUrl();
    }
}
