package dev.postern.workflow.trigger;

/** A workflow or a trigger has the maximum number of runs that have not ended. */
public final class TooManyRuns extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyRuns(String reason) {
        super(reason + " Try again later.");
    }
}
