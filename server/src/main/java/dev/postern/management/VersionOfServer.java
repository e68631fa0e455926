package dev.postern.management;

import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.Gate;
import dev.postern.http.RouteAdder;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/version}: the version of the program that the server runs.
 *
 * @param version returns the response
 */
public record VersionOfServer(Gate gate, Supplier<ObjectNode> version) {
    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        new ManagementGate(gate)
                .add(
                        routes,
                        "GET",
                        "/postern/version",
                        DirectoryOpening.DIRECTORY_READ,
                        (_, _) -> ManagementGate.json(200, version.get()));
    }
}
