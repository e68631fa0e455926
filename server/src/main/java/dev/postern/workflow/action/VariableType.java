package dev.postern.workflow.action;

import dev.postern.workflow.expression.JsonValues;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The type of a variable. */
public enum VariableType {
    STRING("String"),
    INTEGER("Integer"),
    FLOAT("Float"),
    BOOLEAN("Boolean"),
    OBJECT("Object"),
    ARRAY("Array");

    private final String text;

    VariableType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static Optional<VariableType> named(String name) {
        for (VariableType type : values()) {
            if (type.text.equalsIgnoreCase(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Returns the value of a variable that was given none. */
    public JsonNode initial() {
        return switch (this) {
            case STRING -> JsonValues.text("");
            case INTEGER -> JsonValues.number(0);
            case FLOAT -> JsonValues.number(0.0);
            case BOOLEAN -> JsonValues.flag(false);
            case OBJECT -> JsonValues.object();
            case ARRAY -> JsonValues.array();
        };
    }

    public boolean accepts(JsonNode value) {
        return switch (this) {
            case STRING -> value.isString();
            case INTEGER -> value.isIntegralNumber();
            case FLOAT -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
        };
    }
}
