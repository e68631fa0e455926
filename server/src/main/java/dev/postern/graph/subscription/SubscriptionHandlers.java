package dev.postern.graph.subscription;

import static dev.postern.gate.SubscriptionOpening.SUBSCRIPTIONS_READ;
import static dev.postern.gate.SubscriptionOpening.SUBSCRIPTIONS_WRITE;

import dev.postern.graph.GraphEdge;
import dev.postern.outbound.OutboundClient;
import java.time.InstantSource;

/** Binds the operations on subscriptions to their rows of the table. */
public final class SubscriptionHandlers {
    private static final String ALL = "/subscriptions";
    private static final String ONE = ALL + "/{id}";

    private SubscriptionHandlers() {}

    /** Called once, before the first request. */
    public static void bindAll(GraphEdge edge, OutboundClient client, NotificationLimits limits, InstantSource clock) {
        var operations = new SubscriptionOperations(edge, new EndpointValidation(client, limits.handshake()), clock);
        edge.bind("GET", ALL, SUBSCRIPTIONS_READ, operations::list)
                .bind("POST", ALL, SUBSCRIPTIONS_WRITE, operations::create)
                .bind("GET", ONE, SUBSCRIPTIONS_READ, operations::get)
                .bind("PATCH", ONE, SUBSCRIPTIONS_WRITE, operations::update)
                .bind("DELETE", ONE, SUBSCRIPTIONS_WRITE, operations::delete)
                .bind("POST", ONE + "/reauthorize", SUBSCRIPTIONS_WRITE, operations::reauthorize);
    }
}
