package dev.postern.workflow.stored;

/** A tenant has the maximum number of workflows. */
public final class TooManyWorkflows extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooManyWorkflows(int max) {
        super("The tenant has " + max + " workflows, which is the limit. Delete one first.");
    }
}
