package dev.postern.secrets;

/** A stored secret cannot be decrypted: its key is not here, or it was altered, or it lies where it was not put. */
public final class SecretUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretUnreadable(String message, Throwable cause) {
        super(message, cause);
    }

    SecretUnreadable(String message) {
        super(message);
    }
}
