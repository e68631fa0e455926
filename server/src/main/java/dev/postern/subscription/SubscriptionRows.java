package dev.postern.subscription;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.mailbox.FolderId;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on {@code subscription} within one mailbox. Thread-safe. */
final class SubscriptionRows {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRows.class);
    private static final int MAX_READ = 10_000;

    private static final String COLUMNS = "subscription_id, version, tenant_id, app_id, principal_id, kind, folder_id,"
            + " created_at, expires_at, holder, doc, sealed";

    private final Sealer sealer;
    /** What was read before, because decrypting and parsing cost more than the row. */
    private final Map<UUID, Subscription> read = new ConcurrentHashMap<>();

    SubscriptionRows(Sealer sealer) {
        this.sealer = sealer;
    }

    void insert(Sql sql, Subscription one, @Nullable Instant remind) {
        FolderId folder = one.scope().folder();
        sql.update(
                "insert into subscription (mailbox_id, subscription_id, tenant_id, app_id, principal_id, kind,"
                    + " folder_id, filtered, version, created_at, expires_at, remind_at, holder, doc, sealed) values"
                    + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                one.mailbox().value(),
                one.id(),
                one.tenant().value(),
                one.app().value(),
                one.principal().value(),
                one.scope().kind(),
                folder == null ? null : folder.value(),
                one.terms().filtered(),
                one.version(),
                one.created(),
                one.expires(),
                remind,
                one.holder(),
                one.terms().text(),
                seal(one));
    }

    /** Returns false if it was changed or removed meanwhile. */
    boolean update(Sql sql, Subscription after, @Nullable Instant remind) {
        return sql.update(
                        "update subscription set version = ?, expires_at = ?, remind_at = ?, holder = ?, doc = ?,"
                                + " sealed = ? where mailbox_id = ? and subscription_id = ? and version = ?",
                        after.version(),
                        after.expires(),
                        remind,
                        after.holder(),
                        after.terms().text(),
                        seal(after),
                        after.mailbox().value(),
                        after.id(),
                        after.version() - 1)
                > 0;
    }

    private byte[] seal(Subscription one) {
        return sealer.seal(place(one.id()), one.targets().bytes());
    }

    static SecretPlace place(UUID subscription) {
        return new SecretPlace("subscription", "sealed", subscription.toString());
    }

    /** The live subscriptions of a mailbox. One whose secret cannot be decrypted is left out, with a warning. */
    Map<UUID, Subscription> live(Sql sql, MailboxId mailbox, Instant now) {
        var found = new HashMap<UUID, Subscription>();
        List<Subscription> rows = new ArrayList<>();
        sql.list(
                        "select " + COLUMNS + " from subscription where mailbox_id = ? and expires_at > ?",
                        row -> one(row, mailbox),
                        mailbox.value(),
                        now)
                .forEach(one -> {
                    if (one != null) {
                        rows.add(one);
                    }
                });
        rows.forEach(one -> found.put(one.id(), one));
        return found;
    }

    @Nullable
    Subscription find(Sql sql, MailboxId mailbox, UUID id) {
        return sql
                .list(
                        "select " + COLUMNS + " from subscription where mailbox_id = ? and subscription_id = ?",
                        row -> one(row, mailbox),
                        mailbox.value(),
                        id)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private @Nullable Subscription one(Row row, MailboxId mailbox) {
        UUID id = row.uuid(1);
        long version = row.number(2);
        Instant expires = row.time(9);
        Subscription known = read.get(id);
        if (known != null && known.version() == version && known.mailbox().equals(mailbox)) {
            return known;
        }
        try {
            UUID folder = row.uuidOrNull(7);
            Subscription one = new Subscription(
                    id,
                    new TenantId(row.uuid(3)),
                    mailbox,
                    new AppId(row.uuid(4)),
                    new ObjectId(row.uuid(5)),
                    new SubscriptionScope(
                            SubscribedKind.valueOf(row.text(6)), folder == null ? null : new FolderId(folder)),
                    row.text(10),
                    version,
                    row.time(8),
                    expires,
                    SubscriptionTerms.parse(row.text(11)),
                    SubscriptionTargets.parse(sealer.open(place(id), row.bytes(12))));
            if (read.size() >= MAX_READ) {
                read.clear();
            }
            read.put(id, one);
            return one;
        } catch (SecretUnreadable e) {
            LOG.warn("Subscription {} is ignored: {}", id, e.getMessage());
            return null;
        }
    }
}
