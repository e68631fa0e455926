package dev.postern.store;

/** A commit was sent and no answer came: the change may be there or not. Look its key up before answering anybody. */
public final class OutcomeUnknown extends StoreException {
    private static final long serialVersionUID = 1;

    public OutcomeUnknown(Throwable cause) {
        super("The outcome of a commit is unknown", cause);
    }
}
