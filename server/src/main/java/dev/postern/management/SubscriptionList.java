package dev.postern.management;

import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.subscription.SubscriptionScan;
import dev.postern.subscription.SubscriptionScan.Shown;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/subscriptions}: the live subscriptions of the caller's tenant, with the number of notifications that wait. Client
 * states and URLs, which often contain secrets, are not shown. Requires the permission of the queue.
 */
public final class SubscriptionList {
    private static final int MAX_ENTRIES = 1_000;

    private final ManagementGate gate;
    private final SubscriptionScan subscriptions;
    private final InstantSource clock;

    public SubscriptionList(Gate gate, SubscriptionScan subscriptions, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", "/postern/subscriptions", this::list);
    }

    private Response list(OpenAudit audit, Request request) {
        List<Shown> found = subscriptions.shown(audit.tenant(), clock.instant(), MAX_ENTRIES + 1);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        found.stream().limit(MAX_ENTRIES).map(SubscriptionList::json).forEach(values::add);
        body.put("more", found.size() > MAX_ENTRIES);
        return ManagementGate.json(200, body);
    }

    private static ObjectNode json(Shown one) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subscription", one.id().toString())
                .put("appId", one.app().toString())
                .put("mailbox", one.mailbox().toString())
                .put("resource", one.resource())
                .put("changeType", one.changeType())
                .put("includeResourceData", one.rich())
                .put("created", one.created().toString())
                .put("expires", one.expires().toString())
                .put("waiting", one.waiting())
                .put("attempts", one.attempts());
    }
}
