package dev.postern.graph;

import dev.postern.http.Response;

/**
 * Handles an operation.
 *
 * @param <C> the type of its capability: for the area and form of its row, or the caller for a row that opens nothing
 */
@FunctionalInterface
public interface OperationHandler<C> {
    Response handle(C opened, GraphRequest request);
}
