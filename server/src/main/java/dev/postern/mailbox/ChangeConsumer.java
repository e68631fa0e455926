package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.List;
import java.util.Map;

/** Receives every change of an item, within the transaction of the change. */
interface ChangeConsumer {
    /**
     * @param numbers the change number in each changed mailbox; several for a delivery
     */
    void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change);

    /**
     * As {@link #accept}, for all items that a batch adds. A consumer whose statements do not need each other's results
     * adds them to the pipeline. As with {@link #accept}, the rows of the items may not exist yet.
     */
    default void acceptAdded(Pipeline pipeline, List<BatchChange.Added> added) {
        added.forEach(one -> accept(pipeline.sql(), Map.of(one.mailbox(), one.number()), one.change()));
    }
}
