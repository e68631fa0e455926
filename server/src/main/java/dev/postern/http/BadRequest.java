package dev.postern.http;

/** A malformed HTTP request, from its first line to the end of its body; status 400. The message is sent to the client. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadRequest(String message) {
        super(message);
    }
}
