package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox that sends. The caller has checked whether it may send with the author of the message.
 *
 * @param address its own address, for {@code sender}, and for {@code from} unless the message has another author
 */
public record SendingMailbox(
        MailboxId mailbox,
        TenantId tenant,
        String address,
        @Nullable String name) {}
