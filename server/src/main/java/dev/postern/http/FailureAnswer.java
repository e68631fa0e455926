package dev.postern.http;

/** Puts a failure nobody expected into words. The failure itself is in the log under the request id, never in the answer. */
@FunctionalInterface
public interface FailureAnswer {
    /** The server's own wording. */
    FailureAnswer NEUTRAL = request -> Problem.of(
            500, "InternalServerError", "The server failed. Its log has the cause under the request id.", request);

    Response answer(Request request);
}
