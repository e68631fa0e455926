package dev.postern.store;

/**
 * The disk is too full for a write to the database or to the server's own files. Nothing has been changed. Writing
 * works again when there is space, without a restart.
 */
public final class DiskFull extends StoreException {
    private static final long serialVersionUID = 1;

    public DiskFull(String message, Throwable cause) {
        super(message, cause);
    }
}
