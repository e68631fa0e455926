package dev.postern.outbound;

/** A target that must not be called. Nothing was sent, and a retry would not help. */
public final class TargetRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    TargetRefused(String message) {
        super(message);
    }
}
