package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a {@link MessageBatch}: one for each item that it adds to one of several mailboxes, with a few
 * statements for all of them. {@link ChangeLog} begins it. Each statement is part of a pipeline, so its result is known
 * only after the pipeline has run. A batch with any unusual result is rolled back.
 */
final class BatchChange {
    private final Pipeline.Result<List<Locked>> locked;
    private final List<ChangeConsumer> consumers;
    private final ChangeSignal signal;
    private Pipeline.@Nullable Result<int[]> counted;

    BatchChange(Pipeline.Result<List<Locked>> locked, List<ChangeConsumer> consumers, ChangeSignal signal) {
        this.locked = locked;
        this.consumers = List.copyOf(consumers);
        this.signal = signal;
    }

    /**
     * A locked mailbox.
     *
     * @param last the number of the last item's change; the items before it have the preceding numbers
     * @param totals the totals including everything that the batch adds
     */
    record Locked(MailboxId mailbox, long last, MailboxUsage.Totals totals) {}

    /** A new item in a mailbox, for the consumers of changes. */
    record Added(MailboxId mailbox, long number, ItemChange.Added change) {}

    /** The mailboxes that exist in the store, in the order in which they were locked. */
    Map<MailboxId, Locked> locked() {
        var byMailbox = new LinkedHashMap<MailboxId, Locked>();
        locked.get().forEach(one -> byMailbox.put(one.mailbox(), one));
        return byMailbox;
    }

    /**
     * Records that the rows of new items are in their folders, outside of Recoverable Items.
     *
     * @param items the items with the number of their change
     */
    void added(Pipeline pipeline, ItemKind kind, List<ItemCore> items) {
        record InMailbox(MailboxId mailbox, FolderId folder) {}
        record Count(long total, long unread, long changed) {}
        var counts = new LinkedHashMap<InMailbox, Count>();
        var changes = new ArrayList<Added>(items.size());
        for (ItemCore item : items) {
            counts.merge(
                    new InMailbox(item.mailbox(), item.folder()),
                    new Count(1, item.unread() ? 1 : 0, item.changed()),
                    (one, other) ->
                            new Count(one.total() + other.total(), one.unread() + other.unread(), other.changed()));
            changes.add(
                    new Added(item.mailbox(), item.changed(), new ItemChange.Added(kind, item.id(), item.folder())));
        }
        var rows = new ArrayList<Object[]>(counts.size());
        counts.forEach((in, count) -> rows.add(new FolderRows(in.mailbox(), kind.folderClass())
                .counted(in.folder(), count.changed(), count.total(), count.unread())));
        counted = pipeline.batch(FolderRows.COUNT_BATCH, rows);
        consumers.forEach(each -> each.acceptAdded(pipeline, changes));
        Map<MailboxId, Locked> mailboxes = locked();
        RecordedChanges.added(
                pipeline,
                kind,
                items.stream()
                        .filter(item -> isSubscribed(mailboxes.get(item.mailbox())))
                        .toList(),
                signal);
    }

    private static boolean isSubscribed(@Nullable Locked mailbox) {
        return mailbox != null && mailbox.totals().subscribed() > 0;
    }

    /** Whether every folder exists and may contain the items. */
    boolean foldersCounted() {
        return counted != null && Arrays.stream(counted.get()).allMatch(rows -> rows == 1);
    }
}
