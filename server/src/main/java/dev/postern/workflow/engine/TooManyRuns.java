package dev.postern.workflow.engine;

/** A workflow has as many runs that have not ended as it may have. */
public final class TooManyRuns extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyRuns(int most) {
        super("The workflow has " + most + " runs that have not ended. Try again when some have.");
    }
}
