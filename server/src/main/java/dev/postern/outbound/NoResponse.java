package dev.postern.outbound;

import java.io.IOException;

/** No answer that can be used came; the request may have arrived or not. The message may be shown to whoever asked for the call. */
public final class NoResponse extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why there is none. */
    public enum Reason {
        UNREACHABLE,
        TIMED_OUT,
        TOO_LARGE
    }

    NoResponse(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
