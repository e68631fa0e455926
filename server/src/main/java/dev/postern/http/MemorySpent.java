package dev.postern.http;

/** The process has no memory to spare for this request now. Each edge answers it in its own words, with 503 and Retry-After. */
public final class MemorySpent extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** By when requests that are being answered now have usually given back what they hold. */
    public static final String RETRY_AFTER_SECONDS = "2";

    public MemorySpent() {
        super("The server has no memory to spare for this request at the moment; try again.");
    }
}
