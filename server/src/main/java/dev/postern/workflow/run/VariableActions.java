package dev.postern.workflow.run;

import dev.postern.workflow.action.AppendToArrayVariable;
import dev.postern.workflow.action.AppendToStringVariable;
import dev.postern.workflow.action.CountVariable;
import dev.postern.workflow.action.InitializeVariable;
import dev.postern.workflow.action.SetVariable;
import dev.postern.workflow.action.VariableType;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.ValueText;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.Variable;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Executes the actions on variables. They end at once. */
public final class VariableActions {
    private VariableActions() {}

    static Started initialize(InitializeVariable type, Starting starting) {
        JsonNode given = starting.evaluate(type.value());
        JsonNode value = given.isNull() ? type.variableType().initial() : given;
        ObjectNode inputs = JsonValues.object();
        ObjectNode variable = inputs.putArray("variables").addObject();
        variable.put("name", type.variable());
        variable.put("type", type.variableType().text());
        variable.set("value", value);
        if (!type.variableType().accepts(value)) {
            return invalid(
                    starting, "InitializeVariable", inputs, mismatch(type.variable(), type.variableType(), value));
        }
        Progress progress = starting.context().progress();
        if (progress.variable(type.variable()) != null) {
            return invalid(
                    starting,
                    "InitializeVariable",
                    inputs,
                    "The variable '" + type.variable() + "' has already been initialized.");
        }
        progress.initialize(
                type.variable(), type.variableType(), value, starting.reads().secured());
        return new Started.Ended(inputs, unspecified(null));
    }

    static Started set(SetVariable type, Starting starting) {
        JsonNode value = starting.evaluate(type.value());
        ObjectNode inputs = inputs(type.variable(), value);
        Variable variable = starting.context().progress().variable(type.variable());
        if (variable == null) {
            return uninitialized(starting, "SetVariable", type.variable(), inputs);
        }
        JsonNode wanted = value.isNull() ? variable.type().initial() : value;
        if (!variable.type().accepts(wanted)) {
            return invalid(starting, "SetVariable", inputs, mismatch(variable.name(), variable.type(), wanted));
        }
        variable.set(wanted, starting.reads().secured());
        return new Started.Ended(inputs, unspecified(described(variable)));
    }

    static Started count(CountVariable type, Starting starting) {
        String name = type.down() ? "DecrementVariable" : "IncrementVariable";
        JsonNode value = starting.evaluate(type.value());
        ObjectNode inputs = inputs(type.variable(), value);
        Variable variable = starting.context().progress().variable(type.variable());
        if (variable == null) {
            return uninitialized(starting, name, type.variable(), inputs);
        }
        if (variable.type() != VariableType.INTEGER && variable.type() != VariableType.FLOAT) {
            return invalid(
                    starting,
                    name,
                    inputs,
                    "The variable '" + variable.name() + "' of type '"
                            + variable.type().text()
                            + "' cannot be incremented or decremented. Only variables of types 'Float, Integer' can.");
        }
        boolean whole = variable.type() == VariableType.INTEGER;
        if (whole ? !value.isIntegralNumber() : !value.isNumber()) {
            return invalid(starting, name, inputs, mismatch(variable.name(), variable.type(), value));
        }
        JsonNode result = sum(variable.read(), value, type.down(), whole);
        if (result == null) {
            return invalid(
                    starting,
                    name,
                    inputs,
                    "The value of the variable '" + variable.name()
                            + "' would be too large or too small for an Integer.");
        }
        variable.set(result, variable.secured() || starting.reads().secured());
        return new Started.Ended(inputs, unspecified(described(variable)));
    }

    private static @Nullable JsonNode sum(JsonNode left, JsonNode right, boolean down, boolean whole) {
        if (!whole) {
            double change = down ? -right.asDouble() : right.asDouble();
            return JsonValues.number(left.asDouble() + change);
        }
        BigInteger change = down ? right.bigIntegerValue().negate() : right.bigIntegerValue();
        BigInteger sum = left.bigIntegerValue().add(change);
        return sum.bitLength() < Long.SIZE ? JsonValues.number(sum.longValue()) : null;
    }

    static Started append(AppendToArrayVariable type, Starting starting) {
        JsonNode value = starting.evaluate(type.value());
        return append("AppendToArrayVariable", VariableType.ARRAY, type.variable(), value, starting);
    }

    static Started append(AppendToStringVariable type, Starting starting) {
        JsonNode value = starting.evaluate(type.value());
        return append("AppendToStringVariable", VariableType.STRING, type.variable(), value, starting);
    }

    private static Started append(String action, VariableType wanted, String name, JsonNode value, Starting starting) {
        ObjectNode inputs = inputs(name, value);
        Progress progress = starting.context().progress();
        Variable variable = progress.variable(name);
        if (variable == null) {
            return uninitialized(starting, action, name, inputs);
        }
        if (variable.type() != wanted) {
            return invalid(
                    starting,
                    action,
                    inputs,
                    "The variable '" + variable.name() + "' of type '"
                            + variable.type().text()
                            + "' cannot be appended to. The action supports only variables of type '" + wanted.text()
                            + "'.");
        }
        boolean accepted = wanted == VariableType.ARRAY ? !value.isArray() && !value.isNull() : isText(value);
        if (!accepted) {
            return invalid(
                    starting,
                    action,
                    inputs,
                    "A value of type '" + JsonValues.kind(value) + "' cannot be appended to the variable '"
                            + variable.name() + "' of type '" + wanted.text() + "'.");
        }
        long size = Progress.size(value);
        if (!progress.hasRoomFor(value)) {
            return invalid(starting, action, inputs, Progress.NO_ROOM);
        }
        progress.hold(size);
        variable.append(
                wanted == VariableType.STRING ? JsonValues.text(ValueText.of(value)) : value,
                starting.reads().secured());
        return new Started.Ended(inputs, unspecified(null));
    }

    private static boolean isText(JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean();
    }

    private static ObjectNode inputs(String name, JsonNode value) {
        ObjectNode inputs = JsonValues.object();
        inputs.put("name", name);
        inputs.set("value", value);
        return inputs;
    }

    private static ObjectNode described(Variable variable) {
        ObjectNode outputs = JsonValues.object();
        ObjectNode body = outputs.putObject("body");
        body.put("name", variable.name());
        body.put("type", variable.type().text());
        body.set("value", Objects.requireNonNull(variable.read()));
        return outputs;
    }

    private static ActionRow.Ending unspecified(@Nullable JsonNode outputs) {
        return new ActionRow.Ending(Status.SUCCEEDED, ActionRow.Ending.UNSPECIFIED, null, outputs);
    }

    private static String mismatch(String name, VariableType type, JsonNode value) {
        return "The variable '" + name + "' of type '" + type.text()
                + "' cannot be initialized or updated with value of type '" + JsonValues.kind(value)
                + "'. The variable '"
                + name + "' only supports values of types '"
                + (type == VariableType.FLOAT ? "Float, Integer" : type.text()) + "'.";
    }

    private static Started uninitialized(Starting starting, String type, String name, JsonNode inputs) {
        return invalid(
                starting,
                type,
                inputs,
                "The variable '" + name + "' must be initialized before it can be used inside action '"
                        + starting.action().name() + "'.");
    }

    private static Started invalid(Starting starting, String type, JsonNode inputs, String reason) {
        return Started.failed(
                inputs,
                "BadRequest",
                "The inputs of workflow run action '" + starting.action().name() + "' of type '" + type
                        + "' are not valid. " + reason);
    }
}
