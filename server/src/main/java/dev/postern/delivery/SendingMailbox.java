package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox that sends. Whether it may send under the address of the message was decided before.
 *
 * @param address its own address, which stands in {@code sender}, and in {@code from} unless the message names another
 */
public record SendingMailbox(
        MailboxId mailbox,
        TenantId tenant,
        String address,
        @Nullable String name) {}
