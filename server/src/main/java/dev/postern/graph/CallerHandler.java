package dev.postern.graph;

import dev.postern.gate.Caller;
import dev.postern.http.Response;

/**
 * Answers an operation that spans several things, for instance a batch. Only the token has been checked; whatever the handler
 * touches it has to have opened by the gate.
 */
@FunctionalInterface
public interface CallerHandler {
    Response handle(Caller caller, GraphRequest request);
}
