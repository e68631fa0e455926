package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.Map;

/** Is handed every change of an item, within the transaction that makes it. */
interface ChangeConsumer {
    /** @param numbers the number of the change in each mailbox in which it was made; more than one for a delivery */
    void accept(Sql sql, Map<MailboxId, Long> numbers, ItemChange change);
}
