package dev.postern.workflow.expression;

import dev.postern.compute.Deadline;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON value whose strings and property names may contain expressions: {@code @expr} keeps the type of the result,
 * {@code a @{expr} b} is text, {@code @@} is an at sign. Compiled once, immutable.
 */
public final class Template {
    private final Part root;

    private Template(Part root) {
        this.root = root;
    }

    /**
     * Compiles a value.
     *
     * @throws BadExpression for the first invalid expression
     */
    public static Template of(JsonNode source) {
        return new Template(compile(source));
    }

    static Template of(Expression expression, String text) {
        return new Template(new Single(expression, text));
    }

    JsonNode value(EvaluationScope scope, Budget budget) {
        return root.value(scope, budget);
    }

    /** Returns the value with every expression evaluated. Throws {@link EvaluationFailed} for the first that fails. */
    public JsonNode evaluate(EvaluationScope scope) {
        return evaluate(scope, Deadline.none());
    }

    /** As {@link #evaluate(EvaluationScope)}, with a deadline. */
    public JsonNode evaluate(EvaluationScope scope, Deadline deadline) {
        Budget budget = new Budget(deadline);
        try {
            return budget.made(root.value(scope, budget));
        } catch (ArithmeticException
                | IllegalArgumentException
                | DateTimeException
                | IndexOutOfBoundsException
                | StackOverflowError e) {
            // A function got a value that it does not support. The run fails with this error; it must not be retried
            // for ever.
            throw new EvaluationFailed(
                    "The template language expressions cannot be evaluated: '" + e.getMessage() + "'.");
        }
    }

    /** Returns whether the value contains no expressions. */
    public boolean constant() {
        return root instanceof Constant;
    }

    /** Returns the references to other parts of the definition, in the order of the text. */
    public List<Reference> references() {
        var found = new ArrayList<Reference>();
        root.expressions(expression -> ExpressionReferences.collect(expression, found));
        return found;
    }

    private sealed interface Part {
        JsonNode value(EvaluationScope scope, Budget budget);

        void expressions(Consumer<Expression> each);
    }

    private record Constant(JsonNode value) implements Part {
        @Override
        public JsonNode value(EvaluationScope scope, Budget budget) {
            return value;
        }

        @Override
        public void expressions(Consumer<Expression> each) {}
    }

    private record Single(Expression expression, String text) implements Part {
        @Override
        public JsonNode value(EvaluationScope scope, Budget budget) {
            return expression.value(new Evaluation(scope, budget, text));
        }

        @Override
        public void expressions(Consumer<Expression> each) {
            each.accept(expression);
        }
    }

    private record Interpolated(List<Part> pieces) implements Part {
        @Override
        public JsonNode value(EvaluationScope scope, Budget budget) {
            var text = new StringBuilder();
            for (Part piece : pieces) {
                text.append(ValueText.of(budget.made(piece.value(scope, budget))));
                budget.text(text.length());
            }
            return JsonValues.text(text.toString());
        }

        @Override
        public void expressions(Consumer<Expression> each) {
            pieces.forEach(piece -> piece.expressions(each));
        }
    }

    private record Elements(List<Part> elements) implements Part {
        @Override
        public JsonNode value(EvaluationScope scope, Budget budget) {
            ArrayNode array = JsonValues.array();
            elements.forEach(element -> array.add(element.value(scope, budget)));
            return array;
        }

        @Override
        public void expressions(Consumer<Expression> each) {
            elements.forEach(element -> element.expressions(each));
        }
    }

    private record Property(Part name, Part value) {}

    private record Properties(List<Property> properties) implements Part {
        @Override
        public JsonNode value(EvaluationScope scope, Budget budget) {
            ObjectNode object = JsonValues.object();
            properties.forEach(each -> object.set(
                    ValueText.of(budget.made(each.name().value(scope, budget))),
                    each.value().value(scope, budget)));
            return object;
        }

        @Override
        public void expressions(Consumer<Expression> each) {
            properties.forEach(property -> {
                property.name().expressions(each);
                property.value().expressions(each);
            });
        }
    }

    private static Part compile(JsonNode source) {
        if (source.isString()) {
            return string(source.stringValue());
        }
        if (source.isArray()) {
            List<Part> parts = source.values().stream().map(Template::compile).toList();
            return parts.stream().allMatch(Constant.class::isInstance)
                    ? new Constant(new Elements(parts).value(NoScope.INSTANCE, new Budget(Deadline.none())))
                    : new Elements(parts);
        }
        if (source.isObject()) {
            var parts = new ArrayList<Property>();
            boolean constant = true;
            for (Map.Entry<String, JsonNode> entry : source.properties()) {
                Property property = new Property(string(entry.getKey()), compile(entry.getValue()));
                constant &= property.name() instanceof Constant && property.value() instanceof Constant;
                parts.add(property);
            }
            Properties properties = new Properties(List.copyOf(parts));
            return constant
                    ? new Constant(properties.value(NoScope.INSTANCE, new Budget(Deadline.none())))
                    : properties;
        }
        return new Constant(source);
    }

    private static Part string(String text) {
        if (text.startsWith("@@")) {
            return new Constant(JsonValues.text(text.substring(1)));
        }
        if (text.length() > 1 && text.charAt(0) == '@' && text.charAt(1) != '{') {
            return new Single(Parser.whole(text, 1), text.substring(1));
        }
        return interpolation(text);
    }

    private static Part interpolation(String text) {
        var pieces = new ArrayList<Part>();
        var plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("@@{", at)) {
                plain.append("@{");
                at += 3;
            } else if (text.startsWith("@{", at)) {
                Parser.Compiled compiled = Parser.interpolated(text, at + 2);
                pieces.add(new Constant(JsonValues.text(plain.toString())));
                plain.setLength(0);
                pieces.add(new Single(compiled.expression(), text.substring(at + 2, compiled.end() - 1)));
                at = compiled.end();
            } else {
                plain.append(text.charAt(at));
                at++;
            }
        }
        Constant rest = new Constant(JsonValues.text(plain.toString()));
        if (pieces.isEmpty()) {
            return rest;
        }
        pieces.add(rest);
        return new Interpolated(List.copyOf(pieces));
    }
}
