package dev.postern.http;

/** A body longer than its reader allows. Each edge answers it in its own words. */
public final class BodyTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int limit;

    public BodyTooLarge(int limit) {
        super("The body has more than " + limit + " bytes");
        this.limit = limit;
    }

    /** The most bytes that would have been read. */
    public int limit() {
        return limit;
    }
}
