package dev.postern.secrets;

/** A stored secret cannot be decrypted: its key is missing, it was altered, or it was moved from another place. */
public final class SecretUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretUnreadable(String message, Throwable cause) {
        super(message, cause);
    }

    SecretUnreadable(String message) {
        super(message);
    }
}
