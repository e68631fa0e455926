package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.UUID;

/** What takes over messages when only recipients of other domains are left. Thread-safe. */
public interface OutsideRoute {
    /** Takes over a message, in the transaction that ends its local delivery. */
    void accept(Sql sql, WaitingMessage message);

    /** Forgets a message, in the transaction that removes it. */
    void forget(Sql sql, MailboxId mailbox, UUID submission);
}
