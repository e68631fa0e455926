package dev.postern.outbound;

import java.io.IOException;

/** No usable response was received; the request may have arrived. The message may be shown to the user who configured the call. */
public final class NoResponse extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why there is no response. */
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
