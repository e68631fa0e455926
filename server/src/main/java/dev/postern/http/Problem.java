package dev.postern.http;

/** The server's default error format, for errors outside of any edge. */
public final class Problem {
    private Problem() {}

    /** {@code {"error":{"code":...,"message":...,"innerError":{"request-id":...}}}}. */
    public static Response of(int status, String code, String message, String requestId) {
        var root = Json.object();
        var error = root.putObject("error");
        error.put("code", code);
        error.put("message", message);
        error.putObject("innerError").put("request-id", requestId);
        return Response.of(status, Json.CONTENT_TYPE, Json.write(root));
    }

    static Response of(int status, String code, String message, Request request) {
        return of(status, code, message, request.requestId().toString());
    }
}
