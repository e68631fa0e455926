package dev.postern.workflow.run;

import dev.postern.workflow.action.ActionIndex;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.masking.Masking;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.stored.WorkflowRow;

/** What stays the same while a driver drives a run. */
public record RunContext(
        RunDriver.Tools tools,
        RunRow run,
        WorkflowRow workflow,
        Definition definition,
        ActionIndex index,
        Progress progress,
        Masking masking) {
    /** Ends the run: writes the changes so far, cancels what is open, and tells all that wait for it. */
    void end(ActionRow.Ending ending) {
        progress.end(ending, tools.clock().instant(), tools);
        tools.metrics().runEnded(ending.status());
        tools.announce(run.key());
    }
}
