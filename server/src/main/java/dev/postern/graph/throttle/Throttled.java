package dev.postern.graph.throttle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that a limit of the cloud profile refuses. Nothing of it was done. */
public final class Throttled extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient @Nullable Duration after;

    private Throttled(int status, String code, String message, @Nullable Duration after) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.after = after;
    }

    /** @param limit its name, as in the service's message */
    static Throttled over(String limit, Duration after) {
        return new Throttled(429, "ApplicationThrottled", "Application is over its " + limit + " limit.", after);
    }

    static Throttled ofMessages(Duration after) {
        return new Throttled(
                429,
                "ErrorExceededMessageLimit",
                "Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to"
                        + " verify your account.",
                after);
    }

    /** @param after null for a response without Retry-After */
    static Throttled fault(int status, String code, String message, @Nullable Duration after) {
        return new Throttled(status, code, message, after);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The value of Retry-After in whole seconds, at least 1; null if the response has none. */
    public @Nullable String retryAfter() {
        return after == null
                ? null
                : Long.toString(Math.max(1, after.plusMillis(999).toSeconds()));
    }
}
