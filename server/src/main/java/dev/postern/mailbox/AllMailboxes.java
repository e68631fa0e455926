package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;

/**
 * The statements that look over all mailboxes. They take no lock and decide nothing: a note that was found is taken away in
 * its own mailbox afterwards, if it is still there.
 */
final class AllMailboxes {
    private AllMailboxes() {}

    /** How much waits to be indexed, counted no further than this. */
    static long countUnindexed(Sql sql, int most) {
        return sql.number("select count(*) from (select 1 as one from unindexed limit ?) few", most);
    }

    /** What waits to be indexed, in the order of the keys, behind the one given. */
    static List<Unindexed.Note> unindexed(Sql sql, UUID mailbox, UUID item, int most) {
        return sql.list(
                "select mailbox_id, item_id, changed from unindexed where (mailbox_id, item_id) > (?, ?)"
                        + " order by mailbox_id, item_id limit ?",
                row -> new Unindexed.Note(new MailboxId(row.uuid(1)), new ItemId(row.uuid(2)), row.number(3)),
                mailbox,
                item,
                most);
    }
}
