package dev.postern.store;

/** A failure of the database itself; never of the data, which is reported by what a statement answers. */
public sealed class StoreException extends RuntimeException permits DatabaseUnavailable, DiskFull, OutcomeUnknown {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
