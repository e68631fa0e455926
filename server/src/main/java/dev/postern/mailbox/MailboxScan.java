package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The statements that scan all mailboxes. They take no locks and decide nothing: each result is checked again in a
 * transaction of its mailbox.
 */
final class MailboxScan {
    private MailboxScan() {}

    /** Mailboxes with expired uploads. */
    static List<MailboxId> withExpiredUploads(Sql sql, Instant now, int limit) {
        return mailboxes(
                sql, "select distinct mailbox_id from upload_session where expires_at < ? limit ?", now, limit);
    }

    /** Mailboxes with unreferenced contents written before this time. */
    static List<MailboxId> withUnusedContents(Sql sql, Instant before, int limit) {
        return mailboxes(
                sql,
                "select distinct mailbox_id from content where refs <= 0 and created_at < ? limit ?",
                before,
                limit);
    }

    /** Mailboxes with tombstones older than this. */
    static List<MailboxId> withExpiredTombstones(Sql sql, Instant before, int limit) {
        return mailboxes(sql, "select distinct mailbox_id from tombstone where deleted_at < ? limit ?", before, limit);
    }

    /** Mailboxes whose Recoverable Items exceed their quota. */
    static List<MailboxId> withTooManyRecoverable(Sql sql, long bytes, long items, int limit) {
        return mailboxes(
                sql,
                "select mailbox_id from mailbox where recoverable_bytes > ? or recoverable_items > ? limit ?",
                bytes,
                items,
                limit);
    }

    /** Mailboxes with Recoverable Items, in the order of their ids, after the given one. */
    static List<MailboxId> withRecoverable(Sql sql, UUID after, int limit) {
        return mailboxes(
                sql,
                "select mailbox_id from mailbox where recoverable_items > 0 and mailbox_id > ? order by mailbox_id"
                        + " limit ?",
                after,
                limit);
    }

    /** All mailboxes, in the order of their ids, after the given one. */
    static List<RemovedMailboxes.Stored> all(Sql sql, UUID after, int limit) {
        return sql.list(
                "select mailbox_id, tenant_id, owner_id, removed_at from mailbox where mailbox_id > ?"
                        + " order by mailbox_id limit ?",
                row -> new RemovedMailboxes.Stored(
                        new MailboxId(row.uuid(1)),
                        new TenantId(row.uuid(2)),
                        new ObjectId(row.uuid(3)),
                        row.timeOrNull(4)),
                after,
                limit);
    }

    private static List<MailboxId> mailboxes(Sql sql, String statement, Object... values) {
        return sql.list(statement, row -> new MailboxId(row.uuid(1)), values);
    }

    /** The number of items to be indexed, counted up to this limit. */
    static long countUnindexed(Sql sql, int limit) {
        return sql.number("select count(*) from (select 1 as one from unindexed limit ?) few", limit);
    }

    /** Items to be indexed, in the order of the keys, after the given one. */
    static List<IndexQueue.Pending> unindexed(Sql sql, UUID mailbox, UUID item, int limit) {
        return sql.list(
                "select mailbox_id, item_id, kind, changed from unindexed where (mailbox_id, item_id) > (?, ?)"
                        + " order by mailbox_id, item_id limit ?",
                row -> new IndexQueue.Pending(
                        new MailboxId(row.uuid(1)), new ItemId(row.uuid(2)), row.text(3), row.number(4)),
                mailbox,
                item,
                limit);
    }
}
