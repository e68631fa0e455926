package dev.postern.subscription;

import dev.postern.access.MailboxId;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Pipeline;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on {@code notification} within one mailbox. A claim is a lease. Thread-safe. */
final class NotificationRows {
    static final Duration LEASE = Duration.ofSeconds(30);
    /** Notifications that may wait for one subscription. */
    static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(NotificationRows.class);
    private static final String INSERT =
            "insert into notification (mailbox_id, notification_id, subscription_id, endpoint,"
                    + " event, content, sealed, created_at, due_at, attempts, lease_owner, lease_until)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String OF_NODE = " where mailbox_id = ? and notification_id = ? and lease_owner = ?";

    private final Sealer sealer;
    private final SubscriptionRows subscriptions;
    private final InstantSource clock;
    private final UUID node;

    NotificationRows(Sealer sealer, SubscriptionRows subscriptions, InstantSource clock, UUID node) {
        this.sealer = sealer;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.node = node;
    }

    UUID node() {
        return node;
    }

    /** A notification to insert. Without a claim, any node may send it. */
    record New(
            Notification notification,
            Subscription subscription,
            NotifiedChange change,
            Instant due,
            boolean claimed) {}

    void insert(Sql sql, List<New> some) {
        sql.batch(INSERT, some.stream().map(this::row).toList());
    }

    private @Nullable Object[] row(New one) {
        Notification notification = one.notification();
        return new @Nullable Object[] {
            notification.mailbox().value(),
            notification.id(),
            one.subscription().id(),
            notification.endpoint(),
            one.change().type(),
            one.change().text(),
            null,
            notification.created(),
            one.due(),
            one.claimed() ? 1 : 0,
            one.claimed() ? node : null,
            one.claimed() ? notification.leaseUntil() : null
        };
    }

    /** Adds a lifecycle event, unless the subscription has no URL for it or the same event waits already. */
    void addNotice(Sql sql, Subscription about, LifecycleEvent event) {
        LifecycleNotice notice = LifecycleNotice.of(event, about);
        if (notice == null
                || sql.number(
                                "select count(*) from notification where mailbox_id = ? and subscription_id = ? and"
                                        + " event = ?",
                                about.mailbox().value(),
                                about.id(),
                                event)
                        > 0) {
            return;
        }
        Instant now = clock.instant();
        UUID id = Uuids.timeOrdered(now, ThreadLocalRandom.current());
        sql.update(
                INSERT,
                about.mailbox().value(),
                id,
                about.id(),
                SubscriptionTargets.endpoint(notice.url()),
                event,
                null,
                sealer.seal(place(id), notice.bytes()),
                now,
                now,
                0L,
                null,
                null);
    }

    static SecretPlace place(UUID notification) {
        return new SecretPlace("notification", "sealed", notification.toString());
    }

    private record Claimed(
            UUID id,
            MailboxId mailbox,
            UUID subscription,
            String endpoint,
            String event,
            @Nullable String content,
            byte @Nullable [] sealed,
            Instant created,
            long attempts) {
        static Claimed read(Row row) {
            return new Claimed(
                    row.uuid(2),
                    new MailboxId(row.uuid(1)),
                    row.uuid(3),
                    row.text(4),
                    row.text(5),
                    row.textOrNull(6),
                    row.bytesOrNull(7),
                    row.time(8),
                    row.number(9));
        }
    }

    /** Claims due notifications. One whose subscription is gone is removed. */
    List<Notification> claim(Sql sql, List<SubscriptionScan.Key> keys) {
        Instant now = clock.instant();
        Instant until = now.plus(LEASE);
        Pipeline pipeline = sql.pipeline();
        var claims = pipeline.list(
                "update notification set lease_owner = ?, lease_until = ?, attempts = attempts + 1 where mailbox_id = ?"
                        + " and notification_id = ? and due_at <= ? and (lease_until is null or lease_until < ?)"
                        + " returning mailbox_id, notification_id, subscription_id, endpoint, event, content, sealed,"
                        + " created_at, attempts",
                Claimed::read,
                sorted(keys).stream()
                        .map(key -> new Object[] {node, until, key.mailbox().value(), key.id(), now, now})
                        .toList());
        pipeline.run();
        var bySubscription = new HashMap<UUID, @Nullable Subscription>();
        var found = new ArrayList<Notification>();
        var orphans = new ArrayList<Object[]>();
        for (Claimed one : claims.get()) {
            Notification notification = notification(sql, one, until, bySubscription, now);
            if (notification == null) {
                orphans.add(new Object[] {one.mailbox().value(), one.id(), node});
            } else {
                found.add(notification);
            }
        }
        sql.batch("delete from notification" + OF_NODE, orphans);
        return found;
    }

    private @Nullable Notification notification(
            Sql sql, Claimed one, Instant until, Map<UUID, @Nullable Subscription> known, Instant now) {
        String content = one.content();
        if (content != null) {
            if (!known.containsKey(one.subscription())) {
                known.put(one.subscription(), subscriptions.find(sql, one.mailbox(), one.subscription()));
            }
            Subscription subscription = known.get(one.subscription());
            if (subscription == null || !subscription.isLive(now)) {
                return null;
            }
            return new Notification(
                    one.id(),
                    one.mailbox(),
                    subscription.targets().url(),
                    one.endpoint(),
                    new Notification.Content.OfChange(subscription, NotifiedChange.parse(one.event(), content)),
                    one.created(),
                    one.attempts(),
                    until);
        }
        byte[] sealed = one.sealed();
        try {
            LifecycleNotice notice =
                    sealed == null ? null : LifecycleNotice.parse(one.event(), sealer.open(place(one.id()), sealed));
            return notice == null
                    ? null
                    : new Notification(
                            one.id(),
                            one.mailbox(),
                            notice.url(),
                            one.endpoint(),
                            new Notification.Content.OfLifecycle(notice),
                            one.created(),
                            one.attempts(),
                            until);
        } catch (SecretUnreadable e) {
            LOG.warn("A lifecycle event is not sent: {}", e.getMessage());
            return null;
        }
    }

    private static List<SubscriptionScan.Key> sorted(List<SubscriptionScan.Key> keys) {
        return keys.stream()
                .sorted(Comparator.<SubscriptionScan.Key, UUID>comparing(
                                key -> key.mailbox().value())
                        .thenComparing(SubscriptionScan.Key::id))
                .toList();
    }

    private List<Object[]> ofNode(List<Notification> some) {
        return sorted(some.stream()
                        .map(one -> new SubscriptionScan.Key(one.mailbox(), one.id()))
                        .toList())
                .stream()
                .map(key -> new Object[] {key.mailbox().value(), key.id(), node})
                .toList();
    }

    /** Removes what was sent, or need not be sent. */
    void done(Sql sql, List<Notification> some) {
        sql.batch("delete from notification" + OF_NODE, ofNode(some));
    }

    /** Releases the claims; the next attempt is made at this time. */
    void release(Sql sql, List<Notification> some, Instant due) {
        sql.batch(
                "update notification set due_at = ?, lease_owner = null, lease_until = null" + OF_NODE,
                ofNode(some).stream()
                        .map(key -> new Object[] {due, key[0], key[1], key[2]})
                        .toList());
    }

    /** Releases all claims of this node in a mailbox. */
    int releaseAll(Sql sql, MailboxId mailbox) {
        return sql.update(
                "update notification set lease_owner = null, lease_until = null where mailbox_id = ? and lease_owner ="
                        + " ?",
                mailbox.value(),
                node);
    }

    /** Removes what was not accepted in time, and tells the lifecycle URLs. */
    void drop(Sql sql, List<Notification> some) {
        done(sql, some);
        var missed = new HashMap<UUID, Subscription>();
        for (Notification one : some) {
            if (one.content() instanceof Notification.Content.OfChange(var subscription, var _)) {
                missed.put(subscription.id(), subscription);
            }
        }
        missed.values().stream()
                .filter(one -> subscriptions.find(sql, one.mailbox(), one.id()) != null)
                .forEach(one -> addNotice(sql, one, LifecycleEvent.MISSED));
    }

    /** Removes the oldest notifications of a subscription, so that as many remain as may wait. */
    int trim(Sql sql, SubscriptionScan.Key subscription) {
        long waiting = sql.number(
                "select count(*) from notification where mailbox_id = ? and subscription_id = ?",
                subscription.mailbox().value(),
                subscription.id());
        if (waiting <= MAX_WAITING) {
            return 0;
        }
        int dropped = sql.update(
                "delete from notification where mailbox_id = ? and notification_id in (select notification_id from"
                        + " notification where mailbox_id = ? and subscription_id = ? and content is not null order by"
                        + " created_at, notification_id limit ?)",
                subscription.mailbox().value(),
                subscription.mailbox().value(),
                subscription.id(),
                waiting - MAX_WAITING);
        Subscription about = subscriptions.find(sql, subscription.mailbox(), subscription.id());
        if (about != null && dropped > 0) {
            addNotice(sql, about, LifecycleEvent.MISSED);
        }
        return dropped;
    }
}
