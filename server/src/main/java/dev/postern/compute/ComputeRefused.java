package dev.postern.compute;

/** Work that was refused or aborted because it would take too many resources. */
public final class ComputeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public enum Reason {
        /** Too much work is queued, or the server is stopping. A retry may succeed. */
        BUSY,
        /** It took longer than its limit. */
        DEADLINE,
        /** It needed more memory than its limit. */
        MEMORY
    }

    ComputeRefused(Reason reason) {
        super(
                switch (reason) {
                    case BUSY -> "The server is too busy at the moment.";
                    case DEADLINE -> "Processing the content takes longer than the time limit.";
                    case MEMORY -> "Processing the content takes more memory than the limit.";
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
