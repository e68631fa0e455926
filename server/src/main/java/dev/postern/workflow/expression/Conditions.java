package dev.postern.workflow.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compiles conditions in the form of an object, whose member is a function and whose values are its arguments. */
final class Conditions {
    private static final int MAX_DEPTH = 50;

    private Conditions() {}

    static Expression compile(JsonNode source) {
        return compile(source, 0);
    }

    private static Expression compile(JsonNode source, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadExpression("The condition is nested more than '" + MAX_DEPTH + "' levels deep.");
        }
        if (source.isString()) {
            return Template.expression(source.stringValue());
        }
        if (source.isArray()) {
            throw new BadExpression("The condition '" + shortened(source) + "' is not valid: an operand cannot be an array.");
        }
        if (!source.isObject()) {
            return new Expression.Literal(source);
        }
        if (source.size() != 1) {
            throw new BadExpression("The condition '" + shortened(source) + "' is not valid: it must have one operator.");
        }
        Map.Entry<String, JsonNode> operator = source.properties().iterator().next();
        Function function = Functions.named(operator.getKey());
        if (function == null) {
            throw new BadExpression("The template function '" + operator.getKey() + "' is not defined or not valid.");
        }
        var operands = new ArrayList<Expression>();
        for (JsonNode operand :
                operator.getValue().isArray() ? operator.getValue().values() : List.of(operator.getValue())) {
            operands.add(compile(operand, depth + 1));
        }
        if (operands.size() < function.min() || operands.size() > function.max()) {
            throw new BadExpression("The template function '" + function.name() + "' expects " + Functions.arity(function)
                    + ": '" + operands.size() + "' were given.");
        }
        return new Expression.Call(function, List.copyOf(operands));
    }

    private static String shortened(JsonNode source) {
        String text = source.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
