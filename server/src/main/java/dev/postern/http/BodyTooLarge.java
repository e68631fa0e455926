package dev.postern.http;

/** A body longer than the limit of its reader. Each edge returns it in the error format of its API. */
public final class BodyTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int limit;

    public BodyTooLarge(int limit) {
        super("The body is larger than " + limit + " bytes");
        this.limit = limit;
    }

    /** The limit in bytes. */
    public int limit() {
        return limit;
    }
}
