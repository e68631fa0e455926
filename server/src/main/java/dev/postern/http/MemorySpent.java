package dev.postern.http;

/** The memory budget is used up. Each edge returns it in the error format of its API, with 503 and Retry-After. */
public final class MemorySpent extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** After this time the current requests have usually released their memory. */
    public static final String RETRY_AFTER_SECONDS = "2";

    public MemorySpent() {
        super("The server does not have enough memory for this request at the moment. Try again later.");
    }
}
