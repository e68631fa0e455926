package dev.postern.workflow.engine;

/** A run cannot be started again, because its trigger's data contained secrets and was not kept. */
public final class TriggerDataGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    TriggerDataGone(String run) {
        super("The run '" + run
                + "' cannot be resubmitted: the data of its trigger contained secrets, which are kept after"
                + " the run only if they can be encrypted. Call the trigger again instead.");
    }
}
