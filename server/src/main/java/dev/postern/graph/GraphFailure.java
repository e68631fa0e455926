package dev.postern.graph;

/** A request that Graph answers with an error of its own: the status, the code and the message go to the caller as they are. */
public final class GraphFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    public GraphFailure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** What the gateway in front of all services says to a request it cannot make sense of. */
    public static GraphFailure badRequest(String message) {
        return new GraphFailure(400, "BadRequest", message);
    }

    /** What the directory says to a value or a change it does not take. */
    public static GraphFailure directory(String message) {
        return new GraphFailure(400, "Request_BadRequest", message);
    }

    /** What the directory says to a question it does not answer. */
    public static GraphFailure unsupportedQuery(String message) {
        return new GraphFailure(400, "Request_UnsupportedQuery", message);
    }

    /** Part of Graph, but not built here. Always names what is missing. */
    public static GraphFailure notImplemented(String what) {
        return new GraphFailure(501, "NotImplemented", what + " is not implemented by this server.");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
