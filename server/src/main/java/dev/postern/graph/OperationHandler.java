package dev.postern.graph;

import dev.postern.http.Response;

/**
 * Serves an operation.
 *
 * @param <C> what it is given: the capability for the area and form of its row, or the caller for a row that opens nothing by itself
 */
@FunctionalInterface
public interface OperationHandler<C> {
    Response handle(C opened, GraphRequest request);
}
