package dev.postern.workflow.expression;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A function: its name as the documentation spells it, how many arguments it takes, and what it does with them. */
record Function(String name, int least, int most, Body body) {
    /** No upper limit of arguments. */
    static final int MANY = Integer.MAX_VALUE;

    /** Eager functions get values; the four that stop early get expressions and evaluate them when needed. */
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
