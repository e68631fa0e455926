package dev.postern.workflow.engine;

/** A run of a workflow. */
public record RunKey(WorkflowKey workflow, String name) {}
