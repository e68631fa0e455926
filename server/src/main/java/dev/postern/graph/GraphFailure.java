package dev.postern.graph;

import java.util.Map;

/** A request that fails with an error of Graph; status, code and message are sent to the caller unchanged. */
public final class GraphFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    public GraphFailure(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** @param headers of the response */
    public GraphFailure(int status, String code, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /** The error of Graph's gateway for a malformed request. */
    public static GraphFailure badRequest(String message) {
        return new GraphFailure(400, "BadRequest", message);
    }

    /** The directory's error for an invalid value or change. */
    public static GraphFailure directory(String message) {
        return new GraphFailure(400, "Request_BadRequest", message);
    }

    /** The directory's error for an unsupported query. */
    public static GraphFailure unsupportedQuery(String message) {
        return new GraphFailure(400, "Request_UnsupportedQuery", message);
    }

    /** A part of Graph that is not implemented. The message always names it. */
    public static GraphFailure notImplemented(String what) {
        return notImplemented(what, "");
    }

    /** @param note what the caller should know about it, or empty */
    static GraphFailure notImplemented(String what, String note) {
        String more = note.isEmpty() ? "" : " Note: " + note + ".";
        return new GraphFailure(501, "NotImplemented", what + " is not implemented by this server." + more);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    Map<String, String> headers() {
        return headers;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
