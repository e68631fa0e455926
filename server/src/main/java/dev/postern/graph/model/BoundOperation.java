package dev.postern.graph.model;

import java.util.List;

/** An action or function; its parameters are members of the request's body, or arguments in the URL. */
public record BoundOperation(
        String name, String boundTo, boolean boundToCollection, boolean action, List<ModelProperty> parameters) {
    public BoundOperation {
        parameters = List.copyOf(parameters);
    }
}
