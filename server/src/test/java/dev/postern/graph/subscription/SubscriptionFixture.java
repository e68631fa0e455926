package dev.postern.graph.subscription;

import dev.postern.Core;
import dev.postern.Notifications;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.outbound.OutboundClient;
import dev.postern.store.Engine;
import dev.postern.store.StatementListener;
import dev.postern.subscription.NotificationSender;
import dev.postern.subscription.NotificationWorker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Graph with subscriptions, and an endpoint over HTTPS. Notifications are sent by the thread that calls {@link #notifyNow}. */
final class SubscriptionFixture implements AutoCloseable {
    /** Long enough for a busy machine; an endpoint that never responds costs as much. */
    static final NotificationLimits LIMITS =
            new NotificationLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(4_900));

    final GraphFixture graph;
    final TestEndpoint endpoint = new TestEndpoint();
    final Notifications notifications;
    private final OutboundClient client = TestEndpoint.client();

    SubscriptionFixture(Engine engine) {
        this(engine, StatementListener.NONE);
    }

    SubscriptionFixture(Engine engine, StatementListener listener) {
        graph = new GraphFixture(engine, listener);
        notifications = new Notifications(graph.core(), graph.edge, graph.model, client, LIMITS, Runnable::run);
    }

    /** What sends the notifications of a node. */
    NotificationSender sender(Core core) {
        return new GraphNotifier(
                core.gate(), graph.edge, graph.model, core.issuer(), client, LIMITS, URI.create("https://localhost"));
    }

    /** @param sender null for the usual one */
    NotificationWorker worker(Core core, @Nullable NotificationSender sender) {
        return worker(core, sender, Runnable::run);
    }

    NotificationWorker worker(Core core, @Nullable NotificationSender sender, Executor requests) {
        return new NotificationWorker(
                core.subscriptions(), core.changed(), sender == null ? sender(core) : sender, LIMITS.slow(), requests);
    }

    User user(String alias) {
        return graph.user(alias, alias);
    }

    /** A body for a subscription of an hour. */
    ObjectNode body(String resource, String changeType, String path) {
        return Json.object()
                .put("changeType", changeType)
                .put("notificationUrl", endpoint.url(path))
                .put("resource", resource)
                .put(
                        "expirationDateTime",
                        graph.now.get().plus(Duration.ofHours(1)).toString())
                .put("clientState", "s3cret");
    }

    Answer create(Client caller, JsonNode body) {
        return caller.send("POST", "/v1.0/subscriptions", body.toString(), Map.of());
    }

    String subscribe(Client caller, String resource, String changeType, String path) {
        Answer answer = create(caller, body(resource, changeType, path));
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
        return answer.json().path("id").stringValue();
    }

    /** Sends what is due. */
    void notifyNow() {
        notifications.worker().round();
    }

    /** Sends what is due and returns the entries that arrived, in their order. */
    List<JsonNode> notified() {
        notifyNow();
        var all = new ArrayList<TestEndpoint.Received>();
        endpoint.received.drainTo(all);
        return all.stream()
                .flatMap(one -> Stream.of(one.body().path("value")).flatMap(JsonNode::valueStream))
                .toList();
    }

    /** As {@link #notified}, in short: the types of the changes. */
    List<String> types() {
        return notified().stream()
                .map(one -> one.path("changeType")
                        .stringValue(one.path("lifecycleEvent").stringValue("")))
                .toList();
    }

    @Override
    public void close() {
        endpoint.close();
        client.close();
        graph.close();
    }
}
