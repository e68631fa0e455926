package dev.postern.develop;

/** A request to developer mode is refused. The message is for the caller. */
public final class DevelopFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    private DevelopFailure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static DevelopFailure invalid(String message) {
        return new DevelopFailure(400, "InvalidRequestContent", message);
    }

    static DevelopFailure conflict(String message) {
        return new DevelopFailure(409, "Conflict", message);
    }

    static DevelopFailure notFound(String message) {
        return new DevelopFailure(404, "ResourceNotFound", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
