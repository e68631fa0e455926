package dev.postern.subscription;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The subscriptions of all tenants. Whether a caller may have one is decided by the gate. Thread-safe. */
public final class Subscriptions {
    /** Live subscriptions of a mailbox, of all applications. */
    public static final int MAX_LIVE = 1_000;

    private static final int AT_ONCE = 500;
    /** Mailboxes whose claims are released at the start; others expire. */
    private static final int MAX_RELEASED = 1_000;

    private static final UUID FIRST = new UUID(0, 0);
    private static final Duration LAST_HOUR = Duration.ofHours(1);
    private static final Duration BETWEEN_LAST = Duration.ofMinutes(15);

    private final Database database;
    private final InstantSource clock;
    private final SubscriptionRows rows;
    private final SubscriptionScan scan;
    private final NotificationRows notifications;
    private final ChangeComparison comparison;

    /** @param node the id of this server, for leases; the same after a restart, so that they need not expire */
    public Subscriptions(Database database, Sealer sealer, InstantSource clock, UUID node) {
        this.database = database;
        this.clock = clock;
        this.rows = new SubscriptionRows(sealer);
        this.scan = new SubscriptionScan(database);
        this.notifications = new NotificationRows(sealer, rows, clock, node);
        this.comparison = new ChangeComparison(rows, notifications, clock);
    }

    /** The statements over all mailboxes. */
    public SubscriptionScan scan() {
        return scan;
    }

    NotificationRows notifications() {
        return notifications;
    }

    ChangeComparison comparison() {
        return comparison;
    }

    Database database() {
        return database;
    }

    Instant now() {
        return clock.instant();
    }

    /** The live subscription of an application, or null. */
    public @Nullable Subscription find(TenantId tenant, AppId app, UUID id) {
        Subscription found = find(id);
        return found != null && found.tenant().equals(tenant) && found.app().equals(app) ? found : null;
    }

    private @Nullable Subscription find(UUID id) {
        Instant now = clock.instant();
        for (SubscriptionScan.Key key : scan.named(id)) {
            Subscription found = database.read(sql -> rows.find(sql, key.mailbox(), id));
            if (found != null && found.isLive(now)) {
                return found;
            }
        }
        return null;
    }

    /** The live subscriptions of an application after an id, in the order of their ids. */
    public List<Subscription> list(TenantId tenant, AppId app, @Nullable UUID after, int max) {
        return live(scan.own(tenant, app, after == null ? FIRST : after, max));
    }

    /** Live subscriptions of all tenants after an id, in the order of their ids. */
    public List<Subscription> all(@Nullable UUID after, int max) {
        return live(scan.all(after == null ? FIRST : after, max));
    }

    private List<Subscription> live(List<SubscriptionScan.Key> keys) {
        Instant now = clock.instant();
        return database.read(sql -> {
            var found = new ArrayList<Subscription>();
            for (SubscriptionScan.Key key : keys) {
                Subscription one = rows.find(sql, key.mailbox(), key.id());
                if (one != null && one.isLive(now)) {
                    found.add(one);
                }
            }
            return found;
        });
    }

    /**
     * Stores a new one, in the caller's transaction.
     *
     * @throws SubscriptionFailure.TooMany if the mailbox has as many as it may have
     */
    public void create(Sql sql, Subscription one) {
        lock(sql, one.mailbox());
        long live = sql.number(
                "select count(*) from subscription where mailbox_id = ? and expires_at > ?",
                one.mailbox().value(),
                clock.instant());
        if (live >= MAX_LIVE) {
            throw new SubscriptionFailure.TooMany(MAX_LIVE);
        }
        rows.insert(sql, one, firstReminder(one));
        mark(sql, one.mailbox());
    }

    /**
     * Stores a changed one, in the caller's transaction.
     *
     * @throws SubscriptionFailure.NotFound if it was changed or removed meanwhile
     */
    public void replace(Sql sql, Subscription after) {
        lock(sql, after.mailbox());
        if (!rows.update(sql, after, firstReminder(after))) {
            throw new SubscriptionFailure.NotFound();
        }
    }

    /** Removes one and what waits for it, in the caller's transaction. Returns false if it is gone already. */
    public boolean remove(Sql sql, Subscription one) {
        lock(sql, one.mailbox());
        sql.update(
                "delete from notification where mailbox_id = ? and subscription_id = ?",
                one.mailbox().value(),
                one.id());
        boolean removed = sql.update(
                        "delete from subscription where mailbox_id = ? and subscription_id = ?",
                        one.mailbox().value(),
                        one.id())
                > 0;
        mark(sql, one.mailbox());
        return removed;
    }

    /** Removes a subscription that its application is no longer allowed, and sends {@code subscriptionRemoved} to its lifecycle URL. */
    public void end(Subscription one) {
        database.write(sql -> {
            if (remove(sql, one)) {
                notifications.addNotice(sql, one, LifecycleEvent.SUBSCRIPTION_REMOVED);
            }
            return true;
        });
    }

    /** Removes expired subscriptions with everything that waits for them. Returns their number. */
    public int removeExpired() {
        Instant now = clock.instant();
        int removed = 0;
        for (SubscriptionScan.Key key : scan.expired(now, AT_ONCE)) {
            removed += database.write(sql -> {
                lock(sql, key.mailbox());
                int gone = sql.update(
                        "delete from subscription where mailbox_id = ? and subscription_id = ? and expires_at <= ?",
                        key.mailbox().value(),
                        key.id(),
                        now);
                if (gone > 0) {
                    sql.update(
                            "delete from notification where mailbox_id = ? and subscription_id = ?",
                            key.mailbox().value(),
                            key.id());
                    mark(sql, key.mailbox());
                }
                return gone;
            });
        }
        return removed;
    }

    /** Adds the lifecycle events of subscriptions that expire soon. Returns their number. */
    public int remind() {
        Instant now = clock.instant();
        int told = 0;
        for (SubscriptionScan.Key key : scan.toRemind(now, AT_ONCE)) {
            told += database.write(sql -> remind(sql, key, now));
        }
        return told;
    }

    private int remind(Sql sql, SubscriptionScan.Key key, Instant now) {
        Subscription one = rows.find(sql, key.mailbox(), key.id());
        if (one == null) {
            return 0;
        }
        int due = sql.update(
                "update subscription set remind_at = ? where mailbox_id = ? and subscription_id = ? and remind_at <= ?",
                nextReminder(now, one.expires()),
                key.mailbox().value(),
                key.id(),
                now);
        if (due > 0 && one.isLive(now)) {
            notifications.addNotice(sql, one, LifecycleEvent.REAUTHORIZATION_REQUIRED);
            return 1;
        }
        return 0;
    }

    /** After three quarters of the time; null without a URL for it. */
    private @Nullable Instant firstReminder(Subscription one) {
        Instant now = clock.instant();
        return one.targets().lifecycleUrl() == null ? null : threeQuarters(now, one.expires());
    }

    private static Instant threeQuarters(Instant now, Instant end) {
        return now.plus(Duration.between(now, end).multipliedBy(3).dividedBy(4));
    }

    private static @Nullable Instant nextReminder(Instant now, Instant end) {
        boolean soon = !end.isAfter(now.plus(LAST_HOUR));
        Instant next = soon ? now.plus(BETWEEN_LAST) : threeQuarters(now, end);
        return next.isBefore(end) ? next : null;
    }

    /** Removes the oldest notifications of subscriptions for which too many wait. Returns their number. */
    public int trim() {
        int dropped = 0;
        for (SubscriptionScan.Key key : scan.crowded(NotificationRows.MAX_WAITING, AT_ONCE)) {
            dropped += database.write(sql -> notifications.trim(sql, key));
        }
        return dropped;
    }

    /** Releases what this server had claimed before it was restarted. */
    void releaseClaims() {
        if (database.hasOneWriter()) {
            scan.releaseAll();
        } else {
            scan.claimed(notifications.node(), MAX_RELEASED)
                    .forEach(mailbox -> database.write(sql -> notifications.releaseAll(sql, mailbox)));
        }
    }

    /** Locks the mailbox, as a change of its items does. */
    private static void lock(Sql sql, MailboxId mailbox) {
        sql.update("update mailbox set subscribed = subscribed where mailbox_id = ?", mailbox.value());
    }

    /** Sets whether changes of the mailbox are recorded. */
    private void mark(Sql sql, MailboxId mailbox) {
        long level = sql.number(
                "select coalesce(max(case when filtered then 2 else 1 end), 0) from subscription"
                        + " where mailbox_id = ? and expires_at > ?",
                mailbox.value(),
                clock.instant());
        sql.update("update mailbox set subscribed = ? where mailbox_id = ?", level, mailbox.value());
    }
}
