package dev.postern.workflow.engine;

import dev.postern.workflow.action.ActionIndex;
import dev.postern.workflow.definition.Definition;

/** What stays the same while a driver drives a run. */
record RunContext(
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
