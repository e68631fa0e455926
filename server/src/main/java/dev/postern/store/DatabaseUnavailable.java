package dev.postern.store;

/** The database could not be reached, or is closing. Nothing has been changed; the caller may retry later. */
public final class DatabaseUnavailable extends StoreException {
    private static final long serialVersionUID = 1;

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
