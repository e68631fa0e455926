package dev.postern.outbound;

/** An address that is not called. Nothing was sent, and trying again would not help. */
public final class TargetRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    TargetRefused(String message) {
        super(message);
    }
}
