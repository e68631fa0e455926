package dev.postern.workflow.call;

/** The call is not allowed. Nothing was sent, and a retry would not help. */
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
