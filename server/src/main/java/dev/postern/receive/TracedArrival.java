package dev.postern.receive;

import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A message of another host, and what became of it in one tenant.
 *
 * @param id of the message in each mailbox
 * @param sender of the envelope; empty for the null sender
 * @param messageId as the header says it; empty if it does not
 * @param host that sent it: its address
 */
public record TracedArrival(
        TenantId tenant,
        UUID id,
        Instant received,
        String sender,
        String subject,
        String messageId,
        long size,
        String host,
        List<Recipient> recipients) {
    public TracedArrival {
        recipients = List.copyOf(recipients);
    }

    /**
     * @param address of the envelope; of a mailbox that got it through a group, its own
     * @param reply that the peer gets for it, in one line
     */
    public record Recipient(String address, boolean delivered, String reply) {}
}
