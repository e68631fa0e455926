package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.ShownEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
        audit.byRequest(requestId).forEach(shown -> entries.add(json(audit.directory(), requestId, shown)));
        return ManagementGate.json(200, body);
    }

    /** An altered row is marked; values that cannot be read are omitted. */
    private static ObjectNode json(DirectorySnapshot directory, UUID requestId, ShownEntry shown) {
        AuditEntry entry = shown.entry();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (entry == null) {
            node.put("requestId", requestId.toString());
        } else {
            put(node, entry);
            put(node, "appDisplayName", name(directory, entry.actor().app()));
        }
        node.put("verified", shown.problem() == null);
        if (shown.problem() != null) {
            node.put("problem", shown.problem().toString());
            node.put("chain", shown.chain());
            node.put("sequence", shown.sequence());
        }
        return node;
    }

    /** Returns the name that an application has now. */
    private static @Nullable String name(DirectorySnapshot directory, @Nullable AppId app) {
        ServicePrincipal principal = app == null ? null : directory.servicePrincipal(app);
        return principal == null ? null : principal.displayName();
    }

    private static void put(ObjectNode node, AuditEntry entry) {
        Actor actor = entry.actor();
        node.put("at", entry.at().toString());
        node.put("requestId", actor.requestId().toString());
        put(node, "app", actor.app());
        put(node, "principal", actor.principal());
        put(node, "mailbox", entry.mailbox());
        node.put("operation", entry.operation());
        node.put("target", entry.target());
        node.put("verdict", entry.verdict());
        put(node, "rule", entry.rule());
        put(node, "policy", entry.policy());
        put(node, "explanation", entry.explanation());
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }
}
