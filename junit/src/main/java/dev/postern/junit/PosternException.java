package dev.postern.junit;

/** The server could not be started, or refused what a test asked for. The message says what happened and what to do. */
public final class PosternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PosternException(String message) {
        super(message);
    }

    PosternException(String message, Throwable cause) {
        super(message, cause);
    }
}
