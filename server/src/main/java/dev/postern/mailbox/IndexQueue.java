package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code unindexed}: what has to be indexed for the search, because it is new or because something changed that can be
 * searched. A note is written in the transaction of the change and taken away by the {@link Indexer}.
 */
final class IndexQueue implements ChangeConsumer {
    private static final String INSERT = "insert into unindexed (mailbox_id, item_id, kind, changed) ";
    private static final String AGAIN = " on conflict (mailbox_id, item_id) do update set changed = excluded.changed";
    /** Values: mailbox, item, kind, number of the change. */
    private static final String NOTE = INSERT + "values (?, ?, ?, ?)" + AGAIN;

    /** @param changed the number of the change that is noted */
    record Note(MailboxId mailbox, ItemId item, String kind, long changed) {}

    @Override
    public void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change) {
        switch (change) {
            case ItemChange.Added(var kind, var item, var _) -> note(sql, numbers, kind, item);
            case ItemChange.Updated(var kind, var item, var _, var properties) -> {
                if (kind.properties().isSearched(properties)) {
                    note(sql, numbers, kind, item);
                }
            }
            // where an item is, is asked of its row
            case ItemChange.Moved _ -> {}
            case ItemChange.Removed(var _, var item, var _) -> remove(sql, numbers, item);
        }
    }

    @Override
    public void acceptAdded(Pipeline pipeline, List<BatchChange.Added> added) {
        pipeline.batch(
                NOTE,
                added.stream()
                        .map(one -> new Object[] {
                            one.mailbox().value(),
                            one.change().item().value(),
                            one.change().kind().name(),
                            one.number()
                        })
                        .toList());
    }

    private static void note(Sql sql, Map<MailboxId, Long> numbers, ItemKind kind, ItemId item) {
        if (numbers.size() == 1) {
            numbers.forEach((mailbox, number) -> sql.update(NOTE, mailbox.value(), item.value(), kind.name(), number));
            return;
        }
        List<Object> ids =
                SqlLists.padded(numbers.keySet().stream().map(MailboxId::value).toList());
        var values = new ArrayList<@Nullable Object>();
        values.add(item.value());
        values.add(kind.name());
        values.addAll(ids);
        sql.update(
                INSERT + "select mailbox_id, ?, ?, change_seq from mailbox where mailbox_id in ("
                        + SqlLists.marks(ids.size()) + ")" + AGAIN,
                values.toArray());
    }

    /** The note first: an indexer that has taken it writes its entry before that can be deleted here. */
    private static void remove(Sql sql, Map<MailboxId, Long> numbers, ItemId item) {
        for (MailboxId mailbox : numbers.keySet()) {
            sql.update("delete from unindexed where mailbox_id = ? and item_id = ?", mailbox.value(), item.value());
            SearchEntries.remove(sql, mailbox.value(), item.value());
        }
    }

    /** Notes of one mailbox about changes up to this number. */
    static List<Note> of(Sql sql, MailboxId mailbox, long upTo, int most) {
        return sql.list(
                "select item_id, kind, changed from unindexed where mailbox_id = ? and changed <= ?"
                        + " order by item_id limit ?",
                row -> new Note(mailbox, new ItemId(row.uuid(1)), row.text(2), row.number(3)),
                mailbox.value(),
                upTo,
                most);
    }

    /** Takes notes away; returns those that were still there as they had been read. */
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
