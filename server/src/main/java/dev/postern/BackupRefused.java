package dev.postern;

/** A backup cannot be made, or an archive cannot be used. The message is for the operator. */
final class BackupRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackupRefused(String message) {
        super(message);
    }

    BackupRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
