package dev.postern.workflow.engine;

/** The key of a run. */
public record RunKey(WorkflowKey workflow, String name) {}
