package dev.postern.workflow.template;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The evaluated arguments of a function, with checks of their number and kinds. */
record TemplateArguments(String function, List<JsonNode> values) {
    /** A function was called wrongly. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    /** Returns a number as JSON texts are read, so that equal numbers are equal values. */
    static JsonNode integer(long value) {
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    Wrong wrong(String reason) {
        return new Wrong("the function '" + function + "' " + reason);
    }

    int size() {
        return values.size();
    }

    JsonNode at(int index) {
        return values.get(index);
    }

    String text(int index) {
        JsonNode value = at(index);
        if (!value.isString()) {
            throw wrong("expects a string as argument " + (index + 1) + ", not " + JsonValues.kind(value));
        }
        return value.stringValue();
    }

    /** Returns an argument as ARM prints it in texts. */
    String printed(int index) {
        JsonNode value = at(index);
        return value.isString()
                ? value.stringValue()
                : value.isBoolean() ? (value.booleanValue() ? "True" : "False") : value.toString();
    }

    /** Returns all arguments as ARM prints them in texts. */
    List<String> printed() {
        return IntStream.range(0, size()).mapToObj(this::printed).toList();
    }

    long number(int index) {
        JsonNode value = at(index);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("expects an integer as argument " + (index + 1) + ", not " + JsonValues.kind(value));
        }
        return value.longValue();
    }

    int index(int index) {
        long value = number(index);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrong("expects a number from 0 on as argument " + (index + 1));
        }
        return (int) value;
    }

    boolean flag(int index) {
        JsonNode value = at(index);
        if (!value.isBoolean()) {
            throw wrong("expects a boolean as argument " + (index + 1) + ", not " + JsonValues.kind(value));
        }
        return value.booleanValue();
    }
}
