package dev.postern.management;

import dev.postern.http.Response;

/** A request of this package cannot be served. */
final class ManagementFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    ManagementFailure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    Response response() {
        return ManagementGate.error(status, code, String.valueOf(getMessage()));
    }
}
