package dev.postern.receive;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A recipient of a tenant.
 *
 * @param address its primary address
 * @param mailbox null for a group
 */
record Target(
        TenantId tenant,
        ObjectId object,
        String address,
        @Nullable MailboxId mailbox) {}
