package dev.postern.graph;

import dev.postern.gate.OpenDirectory;
import dev.postern.http.Response;

/** Answers an operation on the directory, for a caller that holds a permission for it. */
@FunctionalInterface
public interface DirectoryHandler {
    Response handle(OpenDirectory directory, GraphRequest request);
}
