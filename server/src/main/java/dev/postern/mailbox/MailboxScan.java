package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The statements that look over all mailboxes. They take no lock and decide nothing: what was found is looked at again in its own
 * mailbox afterwards, if it is still there.
 */
final class MailboxScan {
    private MailboxScan() {}

    /** Where uploads have expired. */
    static List<MailboxId> withExpiredUploads(Sql sql, Instant now, int most) {
        return mailboxes(sql, "select distinct mailbox_id from upload_session where expires_at < ? limit ?", now, most);
    }

    /** Where contents lie that nothing refers to, written before this. */
    static List<MailboxId> withUnusedContents(Sql sql, Instant before, int most) {
        return mailboxes(
                sql,
                "select distinct mailbox_id from content where refs <= 0 and created_at < ? limit ?",
                before,
                most);
    }

    /** Where there are tombstones that are older. */
    static List<MailboxId> withExpiredTombstones(Sql sql, Instant before, int most) {
        return mailboxes(sql, "select distinct mailbox_id from tombstone where deleted_at < ? limit ?", before, most);
    }

    /** Where Recoverable Items are above their quota. */
    static List<MailboxId> withTooManyRecoverable(Sql sql, long bytes, long items, int most) {
        return mailboxes(
                sql,
                "select mailbox_id from mailbox where recoverable_bytes > ? or recoverable_items > ? limit ?",
                bytes,
                items,
                most);
    }

    private static List<MailboxId> mailboxes(Sql sql, String statement, Object... values) {
        return sql.list(statement, row -> new MailboxId(row.uuid(1)), values);
    }

    /** How much waits to be indexed, counted no further than this. */
    static long countUnindexed(Sql sql, int most) {
        return sql.number("select count(*) from (select 1 as one from unindexed limit ?) few", most);
    }

    /** What waits to be indexed, in the order of the keys, behind the one given. */
    static List<IndexQueue.Note> unindexed(Sql sql, UUID mailbox, UUID item, int most) {
        return sql.list(
                "select mailbox_id, item_id, kind, changed from unindexed where (mailbox_id, item_id) > (?, ?)"
                        + " order by mailbox_id, item_id limit ?",
                row -> new IndexQueue.Note(
                        new MailboxId(row.uuid(1)), new ItemId(row.uuid(2)), row.text(3), row.number(4)),
                mailbox,
                item,
                most);
    }
}
