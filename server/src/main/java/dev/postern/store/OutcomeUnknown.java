package dev.postern.store;

/**
 * A commit was sent and no response came: the change may or may not exist. Look it up by its key before responding to
 * the caller.
 */
public final class OutcomeUnknown extends StoreException {
    private static final long serialVersionUID = 1;

    public OutcomeUnknown(Throwable cause) {
        super("The outcome of a commit is unknown", cause);
    }
}
