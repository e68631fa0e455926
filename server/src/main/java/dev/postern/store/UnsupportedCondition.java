package dev.postern.store;

/** The engine cannot evaluate this condition; the message names the unsupported part. No part is ever ignored. */
public final class UnsupportedCondition extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedCondition(String message) {
        super(message);
    }
}
