package dev.postern.workflow.expression;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A function: its documented name, the allowed number of arguments, and its implementation. */
record Function(String name, int min, int max, Body body) {
    /** No maximum number of arguments. */
    static final int MANY = Integer.MAX_VALUE;

    /** Eager functions get values. The four that may stop early are lazy: they get expressions and evaluate them as needed. */
    sealed interface Body permits Eager, Lazy {}

    @FunctionalInterface
    non-sealed interface Eager extends Body {
        JsonNode apply(FunctionArguments arguments);
    }

    @FunctionalInterface
    non-sealed interface Lazy extends Body {
        JsonNode apply(List<Expression> arguments, Evaluation evaluation);
    }
}
