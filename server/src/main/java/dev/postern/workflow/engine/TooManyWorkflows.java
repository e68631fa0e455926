package dev.postern.workflow.engine;

/** A tenant has the maximum number of workflows. */
public final class TooManyWorkflows extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyWorkflows(int max) {
        super("The tenant has " + max + " workflows, which is the limit. Delete one first.");
    }
}
