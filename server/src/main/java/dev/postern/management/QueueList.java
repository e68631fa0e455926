package dev.postern.management;

import dev.postern.delivery.QueueScan;
import dev.postern.delivery.QueueScan.Queued;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/queue}: the mail of the caller's tenant that was accepted and has not reached every recipient, oldest first. Like the
 * audit it shows who writes to whom, so it requires the same permission.
 */
public final class QueueList {
    private static final int MAX_ENTRIES = 1_000;

    private final ManagementGate gate;
    private final QueueScan queue;

    public QueueList(Gate gate, QueueScan queue) {
        this.gate = new ManagementGate(gate);
        this.queue = queue;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/queue", this::list);
    }

    private Response list(OpenAudit audit, Request request) {
        List<Queued> found = queue.queued(audit.tenant(), MAX_ENTRIES + 1);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        found.stream().limit(MAX_ENTRIES).map(QueueList::json).forEach(values::add);
        body.put("more", found.size() > MAX_ENTRIES);
        return ManagementGate.json(200, body);
    }

    private static ObjectNode json(Queued queued) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("submission", queued.submission().toString())
                .put("mailbox", queued.mailbox().toString())
                .put("sender", queued.sender())
                .put("submitted", queued.submitted().toString())
                .put("state", state(queued))
                .put("attempts", queued.attempts());
        var recipients = node.putArray("recipients");
        queued.recipients().stream().sorted().forEach(recipients::add);
        if (queued.deferredTo() != null) {
            node.put("deferredTo", queued.deferredTo().toString());
        }
        if (queued.problem() != null) {
            node.put("problem", queued.problem());
        }
        return node;
    }

    private static String state(Queued queued) {
        return queued.waiting() ? "noRoute" : queued.deferredTo() == null ? "delivering" : "deferred";
    }
}
