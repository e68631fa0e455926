package dev.postern.workflow.expression;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A compiled expression. Immutable. */
sealed interface Expression {
    JsonNode value(Evaluation evaluation);

    /** A literal. */
    record Literal(JsonNode constant) implements Expression {
        @Override
        public JsonNode value(Evaluation evaluation) {
            return constant;
        }
    }

    /** A function call. The number of arguments was checked at compile time. */
    record Call(Function function, List<Expression> arguments) implements Expression {
        @Override
        public JsonNode value(Evaluation evaluation) {
            return switch (function.body()) {
                case Function.Lazy lazy -> {
                    evaluation.budget().call(List.of());
                    yield lazy.apply(arguments, evaluation);
                }
                case Function.Eager eager -> {
                    var values = new ArrayList<JsonNode>(arguments.size());
                    for (Expression argument : arguments) {
                        values.add(argument.value(evaluation));
                    }
                    evaluation.budget().call(values);
                    yield evaluation
                            .budget()
                            .made(eager.apply(new FunctionArguments(function.name(), values, evaluation)));
                }
            };
        }
    }

    /** {@code target.name} or {@code target[key]}. With a question mark before it, a missing value gives null instead of an error. */
    record Access(Expression target, Expression key, boolean forgiving) implements Expression {
        @Override
        public JsonNode value(Evaluation evaluation) {
            return MemberAccess.of(target.value(evaluation), key.value(evaluation), forgiving, evaluation);
        }
    }

    /** An operand of a condition that is written as JSON; its texts may contain expressions. */
    record Embedded(Template template) implements Expression {
        @Override
        public JsonNode value(Evaluation evaluation) {
            return template.value(evaluation.scope(), evaluation.budget());
        }
    }
}
