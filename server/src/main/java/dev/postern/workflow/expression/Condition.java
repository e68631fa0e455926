package dev.postern.workflow.expression;

import dev.postern.compute.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The condition of an action: a text with an expression, or an object whose one property is a function with its operands, as the designer
 * writes it: {@code {"and": [{"greater": ["@variables('n')", 0]}, {"not": {"equals": [1, 2]}}]}}. Compiled once, immutable.
 */
public final class Condition {
    private static final int MAX_DEPTH = 50;

    private final Template template;

    private Condition(Template template) {
        this.template = template;
    }

    /**
     * Compiles a condition.
     *
     * @throws BadExpression if it is none
     */
    public static Condition of(JsonNode source) {
        if (source.isObject()) {
            return new Condition(Template.of(call(source, 1), JsonText.of(source)));
        }
        if (source.isString() || source.isBoolean()) {
            return new Condition(Template.of(source));
        }
        throw bad("it must be a string or an object, and is of type '" + JsonValues.kind(source) + "'");
    }

    /** Returns whether the condition holds. Throws {@link EvaluationFailed} if it cannot be evaluated, or if it is no boolean. */
    public boolean test(EvaluationScope scope, Deadline deadline) {
        JsonNode value = template.evaluate(scope, deadline);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw new EvaluationFailed("The result of a condition must be of type 'Boolean'. The result is of type '"
                + JsonValues.kind(value) + "'.");
    }

    /** Returns the references to other parts of the definition, in the order of the text. */
    public List<Reference> references() {
        return template.references();
    }

    private static Expression call(JsonNode source, int depth) {
        if (depth > MAX_DEPTH) {
            throw bad("it is nested more than '" + MAX_DEPTH + "' levels deep");
        }
        if (source.size() != 1) {
            throw bad("every object in it must have one property, the name of a function, and one has '" + source.size()
                    + "'");
        }
        Map.Entry<String, JsonNode> entry = source.properties().iterator().next();
        @Nullable Function function = Functions.named(entry.getKey());
        if (function == null) {
            throw new BadExpression("The template function '" + entry.getKey() + "' is not defined or not valid.");
        }
        List<Expression> operands = new ArrayList<>();
        if (entry.getValue().isArray()) {
            entry.getValue().values().forEach(operand -> operands.add(operand(operand, depth)));
        } else {
            operands.add(operand(entry.getValue(), depth));
        }
        if (operands.size() < function.min() || operands.size() > function.max()) {
            throw bad("the function '" + function.name() + "' takes " + Functions.arity(function) + " and was given '"
                    + operands.size() + "'");
        }
        return new Expression.Call(function, List.copyOf(operands));
    }

    private static Expression operand(JsonNode source, int depth) {
        if (source.isArray()) {
            throw bad("an operand cannot be an array");
        }
        return source.isObject() ? call(source, depth + 1) : new Expression.Embedded(Template.of(source));
    }

    private static BadExpression bad(String reason) {
        return new BadExpression("The condition is not valid: " + reason + ".");
    }
}
