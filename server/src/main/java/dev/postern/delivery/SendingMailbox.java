package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.directory.SendRight;
import dev.postern.mailbox.Address;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox that sends. The caller has checked whether it may send with the author of the message.
 *
 * @param address its own address, for {@code sender}, and for {@code from} unless the message has another author
 * @param represented whose address the message has; null if its own
 */
public record SendingMailbox(
        MailboxId mailbox,
        TenantId tenant,
        String address,
        @Nullable String name,
        @Nullable Represented represented) {
    public SendingMailbox(MailboxId mailbox, TenantId tenant, String address, @Nullable String name) {
        this(mailbox, tenant, address, name, null);
    }

    /** The sender that the recipients see. */
    Address sender() {
        return represented != null && represented.right() == SendRight.SEND_AS
                ? new Address(represented.name(), represented.address())
                : new Address(name, address);
    }

    /** The address to which other hosts send reports. */
    String returnAddress() {
        return represented != null && represented.right() == SendRight.SEND_AS ? represented.primaryAddress() : address;
    }
}
