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
        Masking masking) {}
