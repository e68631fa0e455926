package dev.postern.relay;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import java.util.UUID;

/**
 * The key of a row.
 *
 * @param destination a domain in lower case and ASCII
 */
public record RelayKey(MailboxId mailbox, UUID submission, String destination) {
    Object[] values() {
        return new Object[] {mailbox.value(), submission, destination};
    }

    static RelayKey read(Row row) {
        return new RelayKey(new MailboxId(row.uuid(1)), row.uuid(2), row.text(3));
    }
}
