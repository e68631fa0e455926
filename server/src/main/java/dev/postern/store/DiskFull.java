package dev.postern.store;

/**
 * There is no room on the disk for what was to be written, of the database or of the server's own files. Nothing has been changed; it
 * goes again as soon as there is room, without a restart.
 */
public final class DiskFull extends StoreException {
    private static final long serialVersionUID = 1;

    public DiskFull(String message, Throwable cause) {
        super(message, cause);
    }
}
