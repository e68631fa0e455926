package dev.postern.workflow.row;

import dev.postern.workflow.action.VariableType;
import dev.postern.workflow.expression.JsonValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A variable of a run. An array grows in place until an expression has read it; then the next append copies it. Not thread-safe. */
public final class Variable {
    private final String name;
    private final VariableType type;
    private JsonNode value;
    private boolean secured;
    private boolean shared;
    /** Appended since the last write; null if the whole value was set. */
    private @Nullable JsonNode appended;

    private final StringBuilder text = new StringBuilder();
    private boolean changed;

    public Variable(String name, VariableType type, JsonNode value, boolean secured) {
        this.name = name;
        this.type = type;
        this.value = JsonValues.nothing();
        set(value, secured);
    }

    public String name() {
        return name;
    }

    public VariableType type() {
        return type;
    }

    /** Returns whether the value was made of secured data. */
    public boolean secured() {
        return secured;
    }

    public JsonNode read() {
        shared = true;
        return type == VariableType.STRING ? JsonValues.text(text.toString()) : value;
    }

    public void set(JsonNode newValue, boolean fromSecured) {
        text.setLength(0);
        if (type == VariableType.STRING) {
            text.append(newValue.asString(""));
        }
        value = newValue;
        shared = true;
        secured = fromSecured;
        appended = null;
        changed = true;
    }

    public void append(JsonNode element, boolean fromSecured) {
        secured |= fromSecured;
        if (type == VariableType.STRING) {
            text.append(element.stringValue());
            added(element);
            return;
        }
        ArrayNode array = (ArrayNode) value;
        if (shared) {
            ArrayNode copy = JsonValues.array();
            array.forEach(copy::add);
            array = copy;
            shared = false;
        }
        array.add(element);
        value = array;
        added(element);
    }

    private void added(JsonNode element) {
        if (changed && appended == null) {
            return; // the whole value will be written
        }
        changed = true;
        if (type == VariableType.STRING) {
            appended = JsonValues.text(
                    appended == null ? element.stringValue() : appended.stringValue() + element.stringValue());
        } else {
            ArrayNode elements = appended == null ? JsonValues.array() : (ArrayNode) appended;
            elements.add(element);
            appended = elements;
        }
    }

    public boolean isChanged() {
        return changed;
    }

    /** The piece to add to the stored ones; null if the whole value replaces them. */
    @Nullable
    JsonNode appended() {
        return appended;
    }

    JsonNode stored() {
        return type == VariableType.STRING ? JsonValues.text(text.toString()) : value;
    }

    public void written() {
        changed = false;
        appended = null;
    }
}
