package dev.postern.http;

/** A request that cannot be understood as HTTP; answered 400 before any handler sees it. The message is shown to the caller. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}
