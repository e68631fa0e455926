package dev.postern.compute;

/** Work that was not done, or not to its end, for what it would have taken from others. */
public final class ComputeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public enum Reason {
        /** Too much waits already, or the server stops. The same work may succeed later. */
        BUSY,
        /** It took longer than it may. */
        DEADLINE,
        /** It needed more memory than it may. */
        MEMORY
    }

    ComputeRefused(Reason reason) {
        super(
                switch (reason) {
                    case BUSY -> "The server has too much to compute at the moment.";
                    case DEADLINE -> "The content takes more time to compute than it may.";
                    case MEMORY -> "The content takes more memory to compute than it may.";
                },
                null,
                false,
                false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
