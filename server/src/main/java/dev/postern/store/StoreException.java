package dev.postern.store;

/** A failure of the database itself. Problems of the data are reported as results of statements. */
public sealed class StoreException extends RuntimeException permits DatabaseUnavailable, DiskFull, OutcomeUnknown {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
