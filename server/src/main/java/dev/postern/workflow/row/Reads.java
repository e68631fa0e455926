package dev.postern.workflow.row;

import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.masking.Masking;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Remembers what expressions have read, because the history must not show what is computed from secured data. Not thread-safe. */
public final class Reads {
    private boolean secured;
    private boolean secret;

    public void read(boolean isSecured) {
        secured |= isSecured;
    }

    /** Adds what other expressions have read. */
    public void add(Reads other) {
        secured |= other.secured;
        secret |= other.secret;
    }

    /** Returns the value of a parameter; null if there is no such parameter. */
    @Nullable
    public JsonNode value(@Nullable WorkflowParameter parameter) {
        if (parameter == null) {
            return null;
        }
        secret |= parameter.type().secure();
        return parameter.value();
    }

    /** Returns whether data have been read that {@code secureData} hides. */
    public boolean secured() {
        return secured;
    }

    /** Returns the reason of an error in the form for the history. It may quote a part of what was read, also of a secure parameter. */
    public String shown(@Nullable String reason) {
        return secured || secret ? Masking.MASK : String.valueOf(reason);
    }

    /** As {@link #shown(String)}, for the end of an action. */
    public ActionRow.Ending shown(ActionRow.Ending ending) {
        return secured || secret ? ending.withoutReason() : ending;
    }
}
