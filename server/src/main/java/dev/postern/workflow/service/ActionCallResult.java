package dev.postern.workflow.service;

import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.row.ActionRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The result of the call of an action. */
public sealed interface ActionCallResult {
    /** A call was made. */
    record Made(CallResult result) implements ActionCallResult {}

    /** The part of an operation that changes nothing is done. The next call continues with what was found out, once that is stored. */
    record Prepared(String found) implements ActionCallResult {}

    /** The result arrives later; {@code state} says from where. */
    record Pending(JsonNode state) implements ActionCallResult {}

    /** The result is known without a call, or a test has defined it. */
    record Defined(
            Status status,
            @Nullable JsonNode outputs,
            @Nullable JsonNode error) implements ActionCallResult {
        public ActionRow.Ending ending() {
            int code = outputs == null ? 0 : outputs.path("statusCode").asInt(0);
            String name = code == 0 ? (status == Status.SUCCEEDED ? "OK" : "ActionFailed") : CallResult.reason(code);
            return new ActionRow.Ending(status, name, error, outputs);
        }
    }
}
