package dev.postern.management;

import dev.postern.delivery.QueueScan;
import dev.postern.delivery.QueueScan.Queued;
import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/queue}: the mail of the caller's tenant that was accepted and is not everywhere yet, oldest first. It tells who
 * writes to whom, as the audit does, and needs the permission for that.
 */
public final class QueueList {
    private static final Operation READ = new Operation("GET /postern/queue", Set.of("Audit.Read.All"), false);
    private static final int MOST = 1_000;

    private final ManagementGate gate;
    private final QueueScan queue;

    public QueueList(Gate gate, QueueScan queue) {
        this.gate = new ManagementGate(gate);
        this.queue = queue;
    }

    /** Adds its path. */
    public void addTo(RouteAdder routes) {
        routes.add("GET", "/postern/queue", this::list);
    }

    private Response list(Request request) {
        return ManagementGate.answered(() -> {
            Caller caller = gate.caller(request);
            gate.gate().openDirectory(caller, Resource.MANAGEMENT, READ, "postern/queue");
            List<Queued> found = queue.queued(caller.token().tenant(), MOST + 1);
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            var values = body.putArray("value");
            found.stream().limit(MOST).map(QueueList::json).forEach(values::add);
            body.put("more", found.size() > MOST);
            return ManagementGate.json(200, body);
        });
    }

    private static ObjectNode json(Queued queued) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("submission", queued.submission().toString())
                .put("mailbox", queued.mailbox().toString())
                .put("sender", queued.sender())
                .put("submitted", queued.submitted().toString())
                .put("state", queued.waiting() ? "noRoute" : "delivering")
                .put("attempts", queued.attempts());
        var recipients = node.putArray("recipients");
        queued.recipients().stream().sorted().forEach(recipients::add);
        if (queued.problem() != null) {
            node.put("problem", queued.problem());
        }
        return node;
    }
}
