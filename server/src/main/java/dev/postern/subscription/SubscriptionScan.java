package dev.postern.subscription;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The statements over all mailboxes. They take no lock and decide nothing; what they find is read again, or claimed, in its own mailbox
 * afterwards.
 */
public final class SubscriptionScan {
    /** Counting is as expensive as what is counted, and the page of metrics needs no authentication. */
    public static final int MAX_COUNTED = 100_000;

    private final Database database;

    SubscriptionScan(Database database) {
        this.database = database;
    }

    /** Something of a mailbox. */
    record Key(MailboxId mailbox, UUID id) {
        static Key read(Row row) {
            return new Key(new MailboxId(row.uuid(1)), row.uuid(2));
        }
    }

    List<Key> own(TenantId tenant, AppId app, UUID after, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from subscription where tenant_id = ? and app_id = ?"
                        + " and subscription_id > ? order by subscription_id limit ?",
                Key::read,
                tenant.value(),
                app.value(),
                after,
                max));
    }

    List<Key> named(UUID subscription) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from subscription where subscription_id = ?",
                Key::read,
                subscription));
    }

    /** Subscriptions of all mailboxes, by their ids. */
    List<Key> all(UUID after, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from subscription where subscription_id > ?"
                        + " order by subscription_id limit ?",
                Key::read,
                after,
                max));
    }

    List<Key> expired(Instant now, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from subscription where expires_at <= ? order by expires_at limit"
                        + " ?",
                Key::read,
                now,
                max));
    }

    List<Key> toRemind(Instant now, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from subscription where remind_at <= ? order by remind_at limit ?",
                Key::read,
                now,
                max));
    }

    /** Mailboxes with changes that were not compared with the subscriptions yet. */
    List<MailboxId> changed(int max) {
        return database.read(sql -> sql.list(
                "select distinct mailbox_id from subscription_change limit ?", row -> new MailboxId(row.uuid(1)), max));
    }

    /** Endpoints with due notifications that no node has claimed. */
    List<String> endpoints(Instant now, int max) {
        return database.read(sql -> sql.list(
                "select endpoint from notification where due_at <= ? and (lease_until is null or lease_until < ?)"
                        + " group by endpoint order by min(due_at) limit ?",
                row -> row.text(1),
                now,
                now,
                max));
    }

    /** Due notifications of an endpoint that no node has claimed, the longest overdue first. */
    List<Key> due(String endpoint, Instant now, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, notification_id from notification where endpoint = ? and due_at <= ?"
                        + " and (lease_until is null or lease_until < ?) order by due_at, notification_id limit ?",
                Key::read,
                endpoint,
                now,
                now,
                max));
    }

    /** Subscriptions for which more notifications wait than may. */
    List<Key> crowded(int allowed, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, subscription_id from notification group by mailbox_id, subscription_id"
                        + " having count(*) > ? limit ?",
                Key::read,
                allowed,
                max));
    }

    long live(Instant now) {
        return database.read(sql -> sql.number(
                "select count(*) from (select 1 from subscription where expires_at > ? limit ?) as counted",
                now,
                MAX_COUNTED));
    }

    long waiting() {
        return database.read(
                sql -> sql.number("select count(*) from (select 1 from notification limit ?) as counted", MAX_COUNTED));
    }

    /**
     * A subscription for the administrator. It shows no secret.
     *
     * @param waiting the notifications that wait
     * @param attempts the most attempts of one of them
     */
    public record Shown(
            UUID id,
            MailboxId mailbox,
            AppId app,
            String resource,
            String changeType,
            boolean rich,
            Instant created,
            Instant expires,
            long waiting,
            long attempts) {
        static Shown read(Row row) {
            SubscriptionTerms terms = SubscriptionTerms.parse(row.text(4));
            return new Shown(
                    row.uuid(1),
                    new MailboxId(row.uuid(2)),
                    new AppId(row.uuid(3)),
                    terms.shown().path("resource").stringValue(""),
                    terms.shown().path("changeType").stringValue(""),
                    terms.rich(),
                    row.time(5),
                    row.time(6),
                    row.number(7),
                    row.number(8));
        }
    }

    /** The live subscriptions of a tenant, those that expire first at the beginning. */
    public List<Shown> shown(TenantId tenant, Instant now, int max) {
        return database.read(sql -> sql.list(
                "select s.subscription_id, s.mailbox_id, s.app_id, s.doc, s.created_at, s.expires_at,"
                        + " (select count(*) from notification n where n.mailbox_id = s.mailbox_id"
                        + " and n.subscription_id = s.subscription_id),"
                        + " (select coalesce(max(attempts), 0) from notification n where n.mailbox_id = s.mailbox_id"
                        + " and n.subscription_id = s.subscription_id)"
                        + " from subscription s where s.tenant_id = ? and s.expires_at > ?"
                        + " order by s.expires_at, s.subscription_id limit ?",
                Shown::read,
                tenant.value(),
                now,
                max));
    }

    /** Mailboxes with notifications that this node has claimed. */
    List<MailboxId> claimed(UUID node, int max) {
        return database.read(sql -> sql.list(
                "select distinct mailbox_id from notification where lease_owner = ? limit ?",
                row -> new MailboxId(row.uuid(1)),
                node,
                max));
    }

    /** Releases all claims. Only for a database that a single process uses, because the processes that made the claims have ended. */
    void releaseAll() {
        database.write(sql -> sql.update(
                "update notification set lease_owner = null, lease_until = null where lease_owner is not null"));
    }
}
