package dev.postern.console.call;

/** An edge refused a call. The page shows why. */
public final class EdgeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public EdgeRefusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The status that the edge answered. */
    public int status() {
        return status;
    }

    /** The error code of the edge, such as {@code ErrorAccessDenied}. */
    public String code() {
        return code;
    }

    /** What the edge said. */
    public String said() {
        return String.valueOf(getMessage());
    }
}
