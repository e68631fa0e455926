package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code unindexed}: what has to be indexed for the search, because it is new or because something changed that can be
 * searched. A note is written in the transaction of the change and taken away by the {@link Indexer}.
 */
final class IndexQueue {
    private IndexQueue() {}

    /** @param changed the number of the change that is noted */
    record Note(MailboxId mailbox, ItemId item, long changed) {}

    /** Values: mailbox, item, number of the change. */
    static final String NOTE = "insert into unindexed (mailbox_id, item_id, changed) values (?, ?, ?)"
            + " on conflict (mailbox_id, item_id) do update set changed = excluded.changed";

    static void note(Sql sql, MailboxId mailbox, ItemId item, long change) {
        sql.update(NOTE, mailbox.value(), item.value(), change);
    }

    /** Notes the same item in several mailboxes, whose change numbers have just been taken. */
    static void note(Sql sql, List<MailboxId> mailboxes, ItemId item) {
        if (mailboxes.isEmpty()) {
            return;
        }
        List<Object> ids = ItemRows.padded(mailboxes);
        var values = new Object[ids.size() + 1];
        values[0] = item.value();
        for (int i = 0; i < ids.size(); i++) {
            values[i + 1] = ids.get(i);
        }
        sql.update(
                "insert into unindexed (mailbox_id, item_id, changed) select mailbox_id, ?, change_seq from mailbox"
                        + " where mailbox_id in (" + ItemRows.marks(ids.size()) + ")"
                        + " on conflict (mailbox_id, item_id) do update set changed = excluded.changed",
                values);
    }

    /** Notes of one mailbox about changes up to this number. */
    static List<Note> of(Sql sql, MailboxId mailbox, long upTo, int most) {
        return sql.list(
                "select item_id, changed from unindexed where mailbox_id = ? and changed <= ? order by item_id limit ?",
                row -> new Note(mailbox, new ItemId(row.uuid(1)), row.number(2)),
                mailbox.value(),
                upTo,
                most);
    }

    /** Takes notes away; answers those that were still there as they had been read. */
    static List<Note> take(Sql sql, List<Note> notes) {
        int[] counts = sql.batch(
                "delete from unindexed where mailbox_id = ? and item_id = ? and changed = ?",
                notes.stream()
                        .map(note -> new Object[] {
                            note.mailbox().value(), note.item().value(), note.changed()
                        })
                        .toList());
        var taken = new ArrayList<Note>(notes.size());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                taken.add(notes.get(i));
            }
        }
        return taken;
    }
}
