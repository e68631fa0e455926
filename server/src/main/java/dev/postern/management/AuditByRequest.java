package dev.postern.management;

import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.ShownEntry;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.gate.Operation;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/audit/{request-id}}: the decision behind an answer. A refused caller learns nothing but the id; an administrator
 * learns here which rule and which policy it was.
 */
public final class AuditByRequest {
    private static final Operation READ =
            new Operation("GET /postern/audit/{requestId}", Set.of("Audit.Read.All"), false);
    private final ManagementGate door;

    public AuditByRequest(Gate gate) {
        this.door = new ManagementGate(gate);
    }

    /** Brings the path under which it answers. */
    public void addTo(RouteAdder routes) {
        routes.add("GET", "/postern/audit/{requestId}", this::find);
    }

    private Response find(Request request) {
        return ManagementGate.answered(() -> {
            Caller caller = door.caller(request);
            String asked = request.segments().getLast();
            OpenAudit audit = door.gate().openAudit(caller, READ, asked);
            UUID requestId;
            try {
                requestId = UUID.fromString(asked);
            } catch (IllegalArgumentException e) {
                return ManagementGate.error(400, "InvalidRequestId", "'" + asked + "' is not a request id.");
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            var entries = body.putArray("value");
            audit.byRequest(requestId).forEach(shown -> entries.add(json(requestId, shown)));
            return ManagementGate.json(200, body);
        });
    }

    /** A row that is not as it was written says so; what cannot be shown of it is left out. */
    private static ObjectNode json(UUID requestId, ShownEntry shown) {
        AuditEntry entry = shown.entry();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (entry == null) {
            node.put("requestId", requestId.toString());
        } else {
            put(node, entry);
        }
        node.put("verified", shown.problem() == null);
        if (shown.problem() != null) {
            node.put("problem", shown.problem().toString());
            node.put("chain", shown.chain());
            node.put("sequence", shown.sequence());
        }
        return node;
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
