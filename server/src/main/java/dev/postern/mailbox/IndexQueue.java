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
 * The table {@code unindexed}: items to index for the search, because they are new or a searched property changed. A
 * row is written in the transaction of the change and removed by the {@link Indexer}.
 */
final class IndexQueue implements ChangeConsumer {
    private static final String INSERT = "insert into unindexed (mailbox_id, item_id, kind, changed) ";
    private static final String OR_UPDATE =
            " on conflict (mailbox_id, item_id) do update set changed = excluded.changed";
    /** Values: mailbox, item, kind, number of the change. */
    private static final String ENQUEUE = INSERT + "values (?, ?, ?, ?)" + OR_UPDATE;

    /**
     * @param changed the number of the recorded change
     */
    record Pending(MailboxId mailbox, ItemId item, String kind, long changed) {}

    @Override
    public void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change) {
        switch (change) {
            case ItemChange.Added(var kind, var item, var _) -> enqueue(sql, numbers, kind, item);
            case ItemChange.Updated(var kind, var item, var _, var properties) -> {
                if (kind.properties().isSearched(properties)) {
                    enqueue(sql, numbers, kind, item);
                }
            }
            // the folder of an item is read from its row, not from the index
            case ItemChange.Moved _ -> {}
            case ItemChange.Removed(var _, var item, var _) -> remove(sql, numbers, item);
        }
    }

    @Override
    public void acceptAdded(Pipeline pipeline, List<BatchChange.Added> added) {
        pipeline.batch(
                ENQUEUE,
                added.stream()
                        .map(one -> new Object[] {
                            one.mailbox().value(),
                            one.change().item().value(),
                            one.change().kind().name(),
                            one.number()
                        })
                        .toList());
    }

    private static void enqueue(Sql sql, Map<MailboxId, Long> numbers, ItemKind kind, ItemId item) {
        if (numbers.size() == 1) {
            numbers.forEach(
                    (mailbox, number) -> sql.update(ENQUEUE, mailbox.value(), item.value(), kind.name(), number));
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
                        + SqlLists.marks(ids.size()) + ")" + OR_UPDATE,
                values.toArray());
    }

    /**
     * Removes the row of the queue first: an indexer that has taken it writes its entry before that can be deleted
     * here.
     */
    private static void remove(Sql sql, Map<MailboxId, Long> numbers, ItemId item) {
        for (MailboxId mailbox : numbers.keySet()) {
            sql.update("delete from unindexed where mailbox_id = ? and item_id = ?", mailbox.value(), item.value());
            SearchEntries.remove(sql, mailbox.value(), item.value());
        }
    }

    /** Rows of one mailbox for changes up to this number. */
    static List<Pending> of(Sql sql, MailboxId mailbox, long upTo, int limit) {
        return sql.list(
                "select item_id, kind, changed from unindexed where mailbox_id = ? and changed <= ?"
                        + " order by item_id limit ?",
                row -> new Pending(mailbox, new ItemId(row.uuid(1)), row.text(2), row.number(3)),
                mailbox.value(),
                upTo,
                limit);
    }

    /** Removes rows; returns those that had not changed since they were read. */
    static List<Pending> take(Sql sql, List<Pending> queued) {
        int[] counts = sql.batch(
                "delete from unindexed where mailbox_id = ? and item_id = ? and changed = ?",
                queued.stream()
                        .map(pending -> new Object[] {
                            pending.mailbox().value(), pending.item().value(), pending.changed()
                        })
                        .toList());
        var taken = new ArrayList<Pending>(queued.size());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                taken.add(queued.get(i));
            }
        }
        return taken;
    }
}
