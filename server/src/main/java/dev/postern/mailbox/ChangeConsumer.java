package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.List;
import java.util.Map;

/** Is handed every change of an item, within the transaction that makes it. */
interface ChangeConsumer {
    /** @param numbers the number of the change in each mailbox in which it was made; more than one for a delivery */
    void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change);

    /**
     * As {@link #accept}, of all items that a batch adds. A consumer that can do its work with statements that need nothing from each other adds
     * them to the pipeline. The rows of the items may not be there yet, as with {@link #accept}.
     */
    default void acceptAdded(Pipeline pipeline, List<BatchChange.Added> added) {
        added.forEach(one -> accept(pipeline.sql(), Map.of(one.mailbox(), one.number()), one.change()));
    }
}
