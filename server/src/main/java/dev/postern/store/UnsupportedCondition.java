package dev.postern.store;

/** The engine cannot answer this; the message names what. Never answered by leaving a part out. */
public final class UnsupportedCondition extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedCondition(String message) {
        super(message);
    }
}
