package dev.postern.graph.subscription;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.gate.Gate;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.Refusal;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphModel;
import dev.postern.http.Json;
import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import dev.postern.store.StoreException;
import dev.postern.subscription.ChangeType;
import dev.postern.subscription.LifecycleNotice;
import dev.postern.subscription.Notification;
import dev.postern.subscription.NotificationSender;
import dev.postern.subscription.NotifiedChange;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.SubscriptionTargets;
import dev.postern.token.TokenIssuer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends notifications. The gate decides about each mailbox at this moment, with the rights that the application has now; what it refuses is
 * not sent, and ends the subscription. Thread-safe.
 */
public final class GraphNotifier implements NotificationSender {
    private static final Logger LOG = LoggerFactory.getLogger(GraphNotifier.class);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final Gate gate;
    private final GraphModel model;
    private final TokenIssuer tokens;
    private final OutboundClient client;
    private final OutboundClient.Bounds bounds;
    private final NotifiedItem items;
    private final EncryptedContent encryption = new EncryptedContent(new SecureRandom());

    /** @param base of this server */
    public GraphNotifier(
            Gate gate,
            GraphEdge edge,
            GraphModel model,
            TokenIssuer tokens,
            OutboundClient client,
            NotificationLimits limits,
            URI base) {
        this.gate = gate;
        this.model = model;
        this.tokens = tokens;
        this.client = client;
        this.bounds = new OutboundClient.Bounds(
                TargetPolicy.Plain.ONLY_WHERE_ALLOWED, limits.acknowledge(), MAX_ANSWER_BYTES);
        this.items = new NotifiedItem(edge, base);
    }

    /** A change, with the notification that announces it. */
    private record Waiting(Notification notification, Subscription subscription, NotifiedChange change) {}

    /** What is decided together: the same stored caller and mailbox. */
    private record Decided(MailboxId mailbox, String holder) {}

    /** The request that is being prepared, and what is not in it. */
    private static final class Request {
        final ArrayNode entries = Json.array();
        final List<Notification> sent = new ArrayList<>();
        final List<Notification> obsolete = new ArrayList<>();
        final List<Notification> postponed = new ArrayList<>();
        final LinkedHashMap<UUID, Subscription> ended = new LinkedHashMap<>();
        final LinkedHashSet<String> validated = new LinkedHashSet<>();
        final ArrayNode tokens = Json.array();
    }

    @Override
    public Sent send(String url, List<Notification> batch) {
        Request request = new Request();
        var groups = new LinkedHashMap<Decided, List<Waiting>>();
        for (Notification one : batch) {
            switch (one.content()) {
                case Notification.Content.OfLifecycle(LifecycleNotice notice) -> {
                    request.entries.add(NotificationJson.lifecycle(notice));
                    request.sent.add(one);
                }
                case Notification.Content.OfChange(Subscription subscription, NotifiedChange change) ->
                    groups.computeIfAbsent(new Decided(one.mailbox(), subscription.holder()), _ -> new ArrayList<>())
                            .add(new Waiting(one, subscription, change));
            }
        }
        groups.values().forEach(group -> decide(group, request));
        long begun = System.nanoTime();
        Reaction reaction = request.sent.isEmpty() ? Reaction.NONE : post(url, request);
        return new Sent(
                request.obsolete,
                request.postponed,
                List.copyOf(request.ended.values()),
                request.sent,
                reaction,
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private void decide(List<Waiting> group, Request request) {
        Subscription first = group.getFirst().subscription();
        try (MailboxAccess opened = open(first, group.getFirst().notification().id())) {
            Map<UUID, FollowedQuery> queries = new LinkedHashMap<>();
            for (Waiting one : group) {
                FollowedQuery query = queries.computeIfAbsent(
                        one.subscription().id(),
                        _ -> FollowedQuery.parse(
                                model,
                                one.subscription().scope().kind(),
                                one.subscription().terms().query()));
                if (!opened.mayReadContent() && !NotifiedItem.isBasic(one.subscription(), query)) {
                    request.ended.put(one.subscription().id(), one.subscription());
                } else {
                    tryAdd(opened, one, query, request);
                }
            }
        } catch (Refusal.NotCurrent | StoreException e) {
            postpone(group, request);
        } catch (Refusal e) {
            group.forEach(one -> request.ended.put(one.subscription().id(), one.subscription()));
        }
    }

    private static void postpone(List<Waiting> group, Request request) {
        for (Waiting one : group) {
            boolean handled = request.sent.contains(one.notification())
                    || request.obsolete.contains(one.notification())
                    || request.postponed.contains(one.notification());
            if (!handled) {
                request.postponed.add(one.notification());
            }
        }
    }

    private MailboxAccess open(Subscription subscription, UUID requestId) {
        return switch (subscription.scope().kind()) {
            case MESSAGE -> gate.openNotified(subscription, requestId, MailboxOpening.MAIL_READ);
            case EVENT -> gate.openNotified(subscription, requestId, MailboxOpening.CALENDAR_READ);
            case CONTACT -> gate.openNotified(subscription, requestId, MailboxOpening.CONTACTS_READ);
        };
    }

    /** A failure about one item does not keep the others from being sent. */
    private void tryAdd(MailboxAccess opened, Waiting one, FollowedQuery query, Request request) {
        try {
            add(opened, one, query, request);
        } catch (Refusal | StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn(
                    "A notification for subscription {} could not be written",
                    one.subscription().id(),
                    e);
            request.postponed.add(one.notification());
        }
    }

    private void add(MailboxAccess opened, Waiting one, FollowedQuery query, Request request) {
        Subscription subscription = one.subscription();
        ChangeType type = items.filtered(opened, subscription, one.change(), query.condition());
        ObjectNode encrypted = null;
        boolean rich = subscription.terms().rich();
        if (type != null && rich && type != ChangeType.DELETED) {
            ObjectNode item = items.content(opened, subscription, one.change(), query);
            encrypted = item == null ? null : encrypted(subscription, item);
            type = item == null ? null : type;
        }
        if (type == null) {
            request.obsolete.add(one.notification());
            return;
        }
        ObjectId owner = opened.ownerId();
        request.entries.add(
                NotificationJson.change(one.notification().id(), subscription, one.change(), type, owner, encrypted));
        request.sent.add(one.notification());
        if (rich) {
            validate(subscription, request);
        }
    }

    private @Nullable ObjectNode encrypted(Subscription subscription, ObjectNode item) {
        ObjectNode shown = subscription.terms().shown();
        String id = shown.path("encryptionCertificateId").stringValue(null);
        return encryption.of(
                item,
                EncryptionCertificate.parse(shown.path("encryptionCertificate").stringValue("")),
                id);
    }

    /** One token for each application and tenant. */
    private void validate(Subscription subscription, Request request) {
        String audience =
                subscription.terms().shown().path("notificationUrlAppId").stringValue(null);
        String aud = audience == null ? subscription.app().toString() : audience;
        if (request.validated.add(subscription.tenant() + " " + aud)) {
            request.tokens.add(tokens.notificationToken(subscription.tenant(), aud));
        }
    }

    private Reaction post(String url, Request request) {
        ObjectNode body = Json.object();
        body.set("value", request.entries);
        if (!request.tokens.isEmpty()) {
            body.set("validationTokens", request.tokens);
        }
        var message = new OutboundRequest(
                "POST", URI.create(url), Map.of("Content-Type", "application/json"), Json.write(body));
        String endpoint = SubscriptionTargets.endpoint(url);
        try {
            OutboundResponse response = client.send(message, "notify " + endpoint, bounds);
            boolean accepted = response.status() / 100 == 2;
            if (!accepted) {
                LOG.debug("The endpoint {} refused notifications with {}", endpoint, response.status());
            }
            return accepted ? Reaction.ACCEPTED : Reaction.REFUSED;
        } catch (TargetRefused e) {
            LOG.info("Notifications are not sent to {}: {}", endpoint, e.getMessage());
            return Reaction.NO_RESPONSE;
        } catch (NoResponse e) {
            LOG.debug("The endpoint {} did not respond: {}", endpoint, e.getMessage());
            return Reaction.NO_RESPONSE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reaction.NO_RESPONSE;
        }
    }
}
