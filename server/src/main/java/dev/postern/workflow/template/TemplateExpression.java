package dev.postern.workflow.template;

import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An expression of the template language: {@code [concat(parameters('a').b[0], 'it''s')]}. */
sealed interface TemplateExpression {
    record Literal(JsonNode value) implements TemplateExpression {}

    /** A call of a function. */
    record Invocation(String function, List<TemplateExpression> arguments) implements TemplateExpression {}

    /** A member of an object, or an element of an array. */
    record Element(TemplateExpression of, TemplateExpression key) implements TemplateExpression {}

    /** The expression cannot be read. */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Reads the text between the brackets. Throws {@link Unreadable}. */
    static TemplateExpression parse(String text) {
        Parser parser = new Parser(text);
        TemplateExpression expression = parser.expression(0);
        parser.end();
        return expression;
    }

    /** A parser by recursive descent. */
    final class Parser {
        private static final int MAX_DEPTH = 50;

        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private Unreadable unreadable(String what) {
            return new Unreadable(
                    what + " is expected at position " + (at + 1) + " of the expression '[" + shown() + "]'");
        }

        private String shown() {
            return text.length() > 100 ? text.substring(0, 100) + "..." : text;
        }

        private void space() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean next(char c) {
            space();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void end() {
            space();
            if (at < text.length()) {
                throw unreadable("The end");
            }
        }

        private TemplateExpression expression(int depth) {
            if (depth > MAX_DEPTH) {
                throw new Unreadable("the expression '[" + shown() + "]' is nested too deeply");
            }
            TemplateExpression value = primary(depth);
            while (true) {
                if (next('.')) {
                    value = new Element(value, new Literal(JsonValues.text(name())));
                } else if (next('[')) {
                    value = new Element(value, expression(depth + 1));
                    if (!next(']')) {
                        throw unreadable("']'");
                    }
                } else {
                    return value;
                }
            }
        }

        private TemplateExpression primary(int depth) {
            space();
            if (at >= text.length()) {
                throw unreadable("A value");
            }
            char c = text.charAt(at);
            if (c == '\'') {
                return new Literal(JsonValues.text(quoted()));
            }
            if (c == '-' || Character.isDigit(c)) {
                return new Literal(TemplateArguments.integer(number()));
            }
            String name = name();
            while (next('.')) {
                name += "." + name();
            }
            if (!next('(')) {
                throw unreadable("'('");
            }
            return new Invocation(name, arguments(depth));
        }

        private List<TemplateExpression> arguments(int depth) {
            var arguments = new ArrayList<TemplateExpression>();
            if (next(')')) {
                return arguments;
            }
            do {
                arguments.add(expression(depth + 1));
            } while (next(','));
            if (!next(')')) {
                throw unreadable("')'");
            }
            return arguments;
        }

        private String quoted() {
            var value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c != '\'') {
                    value.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                    value.append(c);
                    at++;
                } else {
                    at++;
                    return value.toString();
                }
            }
            throw unreadable("A quote");
        }

        private long number() {
            int start = at++;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            try {
                return Long.parseLong(text.substring(start, at));
            } catch (NumberFormatException e) {
                at = start;
                throw unreadable("An integer");
            }
        }

        private String name() {
            space();
            int start = at;
            while (at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at))
                            || text.charAt(at) == '_'
                            || text.charAt(at) == '$')) {
                at++;
            }
            if (at == start) {
                throw unreadable("A name");
            }
            return text.substring(start, at);
        }
    }
}
