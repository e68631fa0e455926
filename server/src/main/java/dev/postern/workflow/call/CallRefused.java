package dev.postern.workflow.call;

/** A call that is not made: nothing has been sent, and trying again would not help. */
public final class CallRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    public CallRefused(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
