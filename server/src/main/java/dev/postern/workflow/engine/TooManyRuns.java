package dev.postern.workflow.engine;

/** A workflow has the maximum number of runs that have not ended. */
public final class TooManyRuns extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyRuns(int max) {
        super("The workflow has too many runs that have not ended; the limit is " + max
                + ", or that of the trigger's concurrency. Try again later.");
    }
}
