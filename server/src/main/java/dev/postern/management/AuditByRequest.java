package dev.postern.management;

import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/audit/{request-id}}: the decision for a request. A refused caller gets only the id; an administrator finds the rule
 * and the policy here.
 */
public final class AuditByRequest {
    private final ManagementGate gate;

    public AuditByRequest(Gate gate) {
        this.gate = new ManagementGate(gate);
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/audit/{requestId}", AuditByRequest::find);
    }

    private static Response find(OpenAudit audit, Request request) {
        String asked = request.segments().getLast();
        UUID requestId;
        try {
            requestId = UUID.fromString(asked);
        } catch (IllegalArgumentException e) {
            return ManagementGate.error(400, "InvalidRequestId", "'" + asked + "' is not a request id.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var entries = body.putArray("value");
        AuditNames names = new AuditNames(audit.snapshot());
        audit.byRequest(requestId).forEach(shown -> {
            ObjectNode entry = AuditShape.json(shown, names::name);
            // also for a row that cannot be read: it was found by this id
            entries.add(entry.put("requestId", requestId.toString()));
        });
        return ManagementGate.json(200, body);
    }
}
