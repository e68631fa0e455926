package dev.postern.management;

import dev.postern.gate.AdministratorCaller;
import dev.postern.gate.Gate;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The secrets of the built-in administrator, for itself only: {@code GET /postern/admin/secrets} lists them,
 * {@code POST /postern/admin/secrets/rotate} replaces that of the server that gets the request,
 * {@code DELETE /postern/admin/secrets/{keyId}} removes one.
 */
public final class AdministratorEndpoints {
    private static final String PATH = "/postern/admin/secrets";

    private final ManagementGate gate;
    private final AdministratorSecrets secrets;

    public AdministratorEndpoints(Gate gate, AdministratorSecrets secrets) {
        this.gate = new ManagementGate(gate);
        this.secrets = secrets;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAdministrator(routes, "GET", PATH, this::list);
        gate.addAdministrator(routes, "POST", PATH + "/rotate", this::rotate);
        gate.addAdministrator(routes, "DELETE", PATH + "/{keyId}", this::revoke);
    }

    private Response list(AdministratorCaller caller, Request request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        secrets.list(caller.tenant())
                .forEach(one -> values.addObject()
                        .put("keyId", one.keyId().toString())
                        .put("node", one.node())
                        .put("startDateTime", one.start().toString())
                        .put("endDateTime", one.end().toString()));
        return ManagementGate.json(200, body);
    }

    private Response rotate(AdministratorCaller caller, Request request) {
        String secret = secrets.rotate(caller.tenant(), caller.actor());
        return ManagementGate.json(200, JsonNodeFactory.instance.objectNode().put("clientSecret", secret));
    }

    private Response revoke(AdministratorCaller caller, Request request) {
        String asked = request.segments().getLast();
        UUID keyId;
        try {
            keyId = UUID.fromString(asked);
        } catch (IllegalArgumentException e) {
            return ManagementGate.error(400, "InvalidKeyId", "'" + asked + "' is not the id of a secret.");
        }
        return secrets.revoke(caller.tenant(), keyId, caller.actor())
                ? Response.empty(204)
                : ManagementGate.error(
                        404, "ResourceNotFound", "The administrator has no secret with the id '" + asked + "'.");
    }
}
