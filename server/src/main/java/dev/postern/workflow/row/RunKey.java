package dev.postern.workflow.row;

import dev.postern.workflow.stored.WorkflowKey;

/** The key of a run. */
public record RunKey(WorkflowKey workflow, String name) {}
