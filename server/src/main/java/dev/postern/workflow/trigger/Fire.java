package dev.postern.workflow.trigger;

import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A trigger that fires, before it is decided whether runs start.
 *
 * @param outputs the result of {@code triggerOutputs()}; null for none
 * @param origin the history that is fired again; null if the trigger fires for the first time
 * @param parent the action of another run that waits for the run, in its stored form
 * @param whole whether {@code splitOn} applies; not for an item that was split before
 */
public record Fire(
        WorkflowRow workflow,
        Definition definition,
        Trigger trigger,
        @Nullable JsonNode inputs,
        @Nullable JsonNode outputs,
        @Nullable Instant scheduled,
        Correlation correlation,
        boolean whole,
        @Nullable String parent,
        @Nullable String origin) {
    public static Fire timed(
            WorkflowRow workflow,
            Definition definition,
            Trigger trigger,
            @Nullable JsonNode inputs,
            @Nullable JsonNode outputs,
            Instant due) {
        return new Fire(workflow, definition, trigger, inputs, outputs, due, Correlation.NONE, true, null, null);
    }
}
