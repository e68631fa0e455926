package dev.postern.management;

import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.Gate;
import dev.postern.http.RouteAdder;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/version}: the version of the program that the server runs.
 *
 * @param version the response
 */
public record VersionOfServer(Gate gate, ObjectNode version) {
    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        new ManagementGate(gate)
                .add(
                        routes,
                        "GET",
                        "/postern/version",
                        DirectoryOpening.DIRECTORY_READ,
                        (_, _) -> ManagementGate.json(200, version));
    }
}
