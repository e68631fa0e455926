package dev.postern.workflow.expression;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The evaluated arguments of one call, and the errors for invalid ones. */
record FunctionArguments(String function, List<JsonNode> values, Evaluation evaluation) {
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "next");

    int count() {
        return values.size();
    }

    EvaluationScope scope() {
        return evaluation.scope();
    }

    JsonNode at(int index) {
        return values.get(index);
    }

    /** Returns a text argument; binary content is decoded as text. */
    String text(int index) {
        JsonNode value = at(index);
        if (value.isString()) {
            return value.stringValue();
        }
        if (ValueText.isBinary(value)) {
            return ValueText.of(value);
        }
        throw wrong(index, "a string");
    }

    /** Returns an argument that may be a string or something else; binary content becomes a string. */
    JsonNode plain(int index) {
        JsonNode value = at(index);
        return ValueText.isBinary(value) ? JsonValues.text(ValueText.of(value)) : value;
    }

    String textOr(int index, String otherwise) {
        return index < count() ? text(index) : otherwise;
    }

    long integer(int index) {
        JsonNode value = at(index);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        throw wrong(index, "an integer");
    }

    /** Returns an integer, limited to the range of an index. */
    int place(int index) {
        return Math.clamp(integer(index), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    boolean flag(int index) {
        JsonNode value = at(index);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw wrong(index, "a boolean");
    }

    JsonNode array(int index) {
        JsonNode value = at(index);
        if (value.isArray()) {
            return value;
        }
        throw wrong(index, "an array");
    }

    JsonNode object(int index) {
        JsonNode value = at(index);
        if (value.isObject()) {
            return value;
        }
        throw wrong(index, "an object");
    }

    /** Returns the error for an argument of the wrong type. */
    EvaluationFailed wrong(int index, String expected) {
        return wrong(function, count(), index, expected, at(index));
    }

    /** Returns the error for an argument of the wrong type, of a function with so many arguments. */
    static EvaluationFailed wrong(String function, int count, int index, String expected, JsonNode value) {
        String which = count == 1 ? "" : ORDINALS.get(Math.min(index, ORDINALS.size() - 1)) + " ";
        return new EvaluationFailed("The template language function '" + function + "' expects its " + which
                + "parameter to be " + expected + ". The provided value is of type '" + JsonValues.kind(value)
                + "'. Please see https://aka.ms/logicexpressions#" + function + " for usage details.");
    }

    /** Returns the error for an argument of the right type with an invalid value. */
    EvaluationFailed invalid(String reason) {
        return new EvaluationFailed("The template language function '" + function
                + "' was invoked with a parameter that is not valid. " + reason);
    }

    EvaluationFailed notConvertible() {
        return invalid("The value cannot be converted to the target type.");
    }

    /** Checks the length of a result before it is built. */
    void length(long length) {
        ValueText.limited(function, length);
    }

    /** Returns a text as the result, if it is not too long. */
    JsonNode result(String text) {
        return JsonValues.text(ValueText.limited(function, text));
    }
}
