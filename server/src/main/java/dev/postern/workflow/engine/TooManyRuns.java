package dev.postern.workflow.engine;

/** A workflow has the maximum number of runs that have not ended. */
public final class TooManyRuns extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyRuns(int max) {
        super("The workflow has " + max + " runs that have not ended, which is the limit. Try again later.");
    }
}
