package dev.postern.workflow.row;

import dev.postern.access.TenantId;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.stored.WorkflowKey;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The action of another run that has started a run and waits for it.
 *
 * @param depth how many runs are above the run that was started
 */
public record ParentAction(RunKey run, ActionKey action, int depth) {
    /** Returns the stored form, which is the same for the same action. */
    public String text() {
        ObjectNode text = JsonValues.object();
        text.put("workflow", run.workflow().id().toString());
        text.put("run", run.name());
        text.put("action", action.name());
        text.put("repetition", action.repetition());
        text.put("depth", depth);
        return text.toString();
    }

    public static ParentAction of(TenantId tenant, String text) {
        JsonNode read = JsonValues.parse(text);
        return new ParentAction(
                new RunKey(
                        new WorkflowKey(
                                tenant, UUID.fromString(read.path("workflow").asString(""))),
                        read.path("run").asString("")),
                new ActionKey(
                        read.path("action").asString(""),
                        read.path("repetition").asString("")),
                read.path("depth").asInt(0));
    }
}
