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
 * The changes of a {@link MessageBatch}: one for each item that it adds to one of several mailboxes, with a few statements for all of them, which
 * {@link ChangeLog} has begun. Each statement is part of a pipeline, so what it found is known only after the pipeline has run. A batch that
 * finds anything out of the ordinary is rolled back.
 */
final class BatchChange {
    private final Pipeline.Result<List<Begun>> begun;
    private final List<ChangeConsumer> consumers;
    private Pipeline.@Nullable Result<int[]> counted;

    BatchChange(Pipeline.Result<List<Begun>> begun, List<ChangeConsumer> consumers) {
        this.begun = begun;
        this.consumers = List.copyOf(consumers);
    }

    /**
     * A locked mailbox.
     *
     * @param last the number of its last change; those of the items before are the numbers before
     * @param totals with everything that the batch adds
     */
    record Begun(MailboxId mailbox, long last, MailboxUsage.Totals totals) {}

    /** An item that is new in a mailbox, as consumers see it. */
    record Added(MailboxId mailbox, long number, ItemChange.Added change) {}

    /** The mailboxes that are in the store, in the order in which they were locked. */
    Map<MailboxId, Begun> begun() {
        var byMailbox = new LinkedHashMap<MailboxId, Begun>();
        begun.get().forEach(one -> byMailbox.put(one.mailbox(), one));
        return byMailbox;
    }

    /**
     * The rows of new items are in their folders, outside of Recoverable Items.
     *
     * @param items with the number of their change
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
    }

    /** Whether every folder was there and may contain the items. */
    boolean foldersCounted() {
        return counted != null && Arrays.stream(counted.get()).allMatch(rows -> rows == 1);
    }
}
