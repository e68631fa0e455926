package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import java.util.List;
import java.util.function.IntPredicate;
import tools.jackson.databind.JsonNode;

/** Comparisons and logical functions. The logical functions evaluate only the arguments they need. */
final class LogicFunctions {
    private LogicFunctions() {}

    static List<Function> all() {
        return List.of(
                lazy("and", 1, MANY, (arguments, evaluation) -> every("and", arguments, evaluation, true)),
                lazy("or", 1, MANY, (arguments, evaluation) -> every("or", arguments, evaluation, false)),
                lazy("if", 3, 3, LogicFunctions::choose),
                lazy("coalesce", 1, MANY, LogicFunctions::coalesce),
                eager("not", 1, arguments -> JsonValues.flag(!arguments.flag(0))),
                eager(
                        "equals",
                        2,
                        arguments -> JsonValues.flag(ValueComparison.equal(
                                arguments.at(0),
                                arguments.at(1),
                                arguments.evaluation().budget()))),
                compared("greater", order -> order > 0),
                compared("greaterOrEquals", order -> order >= 0),
                compared("less", order -> order < 0),
                compared("lessOrEquals", order -> order <= 0));
    }

    private static Function lazy(String name, int min, int max, Function.Lazy body) {
        return new Function(name, min, max, body);
    }

    private static Function eager(String name, int count, Function.Eager body) {
        return new Function(name, count, count, body);
    }

    private static Function compared(String name, IntPredicate wanted) {
        return eager(name, 2, arguments -> JsonValues.flag(wanted.test(order(arguments))));
    }

    private static int order(FunctionArguments arguments) {
        JsonNode left = arguments.plain(0);
        JsonNode right = arguments.plain(1);
        if (left.isNumber() && right.isNumber()) {
            return ValueComparison.compareNumbers(left, right);
        }
        if (left.isString() && right.isString()) {
            return left.stringValue().compareTo(right.stringValue());
        }
        if (left.isBoolean() && right.isString()) {
            return ValueText.of(left).compareTo(right.stringValue());
        }
        if (left.isString() && right.isBoolean()) {
            return left.stringValue().compareTo(ValueText.of(right));
        }
        throw new EvaluationFailed("The template language function '" + arguments.function()
                + "' expects two parameters of matching types. The function was invoked with values of type '"
                + JsonValues.kind(left) + "' and '" + JsonValues.kind(right) + "' that do not match.");
    }

    /** {@code and} continues while arguments are true, {@code or} while they are false. */
    private static JsonNode every(String name, List<Expression> arguments, Evaluation evaluation, boolean continueOn) {
        for (int i = 0; i < arguments.size(); i++) {
            if (isTrue(name, arguments.size(), i, arguments.get(i).value(evaluation)) != continueOn) {
                return JsonValues.flag(!continueOn);
            }
        }
        return JsonValues.flag(continueOn);
    }

    private static JsonNode choose(List<Expression> arguments, Evaluation evaluation) {
        boolean first = isTrue("if", 3, 0, arguments.get(0).value(evaluation));
        return arguments.get(first ? 1 : 2).value(evaluation);
    }

    private static JsonNode coalesce(List<Expression> arguments, Evaluation evaluation) {
        for (Expression argument : arguments) {
            JsonNode value = argument.value(evaluation);
            if (!value.isNull()) {
                return value;
            }
        }
        return JsonValues.nothing();
    }

    private static boolean isTrue(String function, int count, int index, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw FunctionArguments.wrong(function, count, index, "a boolean", value);
    }
}
