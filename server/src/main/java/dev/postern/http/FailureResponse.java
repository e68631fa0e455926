package dev.postern.http;

/** Creates the response for an unexpected failure. The failure itself is logged under the request id and never part of the response. */
@FunctionalInterface
public interface FailureResponse {
    /** The server's default format. */
    FailureResponse NEUTRAL = request -> Problem.of(
            500,
            "InternalServerError",
            "An internal error occurred. The server's log contains details under the request id.",
            request);

    Response respond(Request request);
}
