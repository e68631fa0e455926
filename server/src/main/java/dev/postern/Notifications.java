package dev.postern;

import dev.postern.gate.Refusal;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphModel;
import dev.postern.graph.subscription.GraphNotifier;
import dev.postern.graph.subscription.NotificationLimits;
import dev.postern.graph.subscription.SubscriptionHandlers;
import dev.postern.outbound.OutboundClient;
import dev.postern.subscription.NotificationWorker;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.Subscriptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Assembles what subscriptions need: the operations, the sending, and the upkeep. */
public final class Notifications implements AutoCloseable {
    /** The only link in a notification would be one to a large content, which none contains. */
    private static final URI BASE = URI.create("https://localhost");

    private static final int PAGE = 500;
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private final Core core;
    private final NotificationWorker worker;
    /** On a thread of its own, so that no other task delays it. */
    private final Background rounds = new Background(1);

    /**
     * Binds the operations to the edge.
     *
     * @param client calls the endpoints
     * @param requests runs the requests to endpoints
     */
    public Notifications(
            Core core,
            GraphEdge edge,
            GraphModel model,
            OutboundClient client,
            NotificationLimits limits,
            Executor requests) {
        this.core = core;
        SubscriptionHandlers.bindAll(edge, client, limits, core.clock());
        this.worker = new NotificationWorker(
                core.subscriptions(),
                core.changed(),
                new GraphNotifier(core.gate(), edge, model, core.issuer(), client, limits, BASE),
                limits.slow(),
                requests);
    }

    /** Those of a server. */
    static Notifications of(Core core, GraphEdge edge, GraphModel model, OutboundClient client) {
        return new Notifications(
                core, edge, model, client, NotificationLimits.USUAL, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Compares changes and sends notifications. */
    public NotificationWorker worker() {
        return worker;
    }

    /** Removes what has expired, announces what will, and ends what is no longer allowed. Called about once a minute. */
    public void upkeep() {
        Subscriptions subscriptions = core.subscriptions();
        subscriptions.removeExpired();
        subscriptions.remind();
        subscriptions.trim();
        endRevoked(subscriptions);
    }

    /** Without this, an application would learn that its subscription has ended only at the next change in the mailbox. */
    private void endRevoked(Subscriptions subscriptions) {
        @Nullable UUID after = null;
        boolean more = true;
        while (more) {
            List<Subscription> page = subscriptions.all(after, PAGE);
            for (Subscription one : page) {
                if (!mayStay(one)) {
                    subscriptions.end(one);
                }
            }
            more = page.size() >= PAGE;
            after = page.isEmpty() ? null : page.getLast().id();
        }
    }

    private boolean mayStay(Subscription one) {
        try {
            return core.gate().mayBeNotified(one);
        } catch (Refusal.NotCurrent e) {
            return true;
        }
    }

    /** Sends what is due, once. */
    void runAll() {
        rounds.runAll();
    }

    /** Begins to send. */
    void start() {
        worker.start();
        rounds.every(BETWEEN_ROUNDS, "Sending notifications", worker::round);
    }

    @Override
    public void close() {
        rounds.close();
        worker.close();
    }
}
