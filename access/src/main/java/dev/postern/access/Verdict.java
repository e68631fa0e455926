package dev.postern.access;

/**
 * The outcome of a decision. The texts are those of {@code AccessCheckResult} in Microsoft's Test-ApplicationAccessPolicy documentation.
 */
public enum Verdict {
    GRANTED("Granted"),
    DENIED("Denied");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The text form: {@code Granted} or {@code Denied}. */
    public String text() {
        return text;
    }
}
