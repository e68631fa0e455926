package dev.postern.http;

/** A request that cannot be understood as HTTP, from its first line to the end of its body; answered 400. The message is shown to the caller. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}
