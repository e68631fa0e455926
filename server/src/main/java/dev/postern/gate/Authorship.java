package dev.postern.gate;

import dev.postern.audit.PendingEntry;
import dev.postern.delivery.Represented;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.SendRight;
import dev.postern.directory.SendRights;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import org.jspecify.annotations.Nullable;

/**
 * Decides with which author a mailbox may send, from the directory snapshot of the request that sends. The rights are those of the
 * mailbox's user, whatever application sends.
 *
 * @param entry the audit entry of the request, which says which right allowed or did not allow the author
 */
record Authorship(DirectorySnapshot directory, User owner, PendingEntry entry) {
    /**
     * Returns whose address the message has; null if it is one of the mailbox's own.
     *
     * @throws Refusal.SendAsDenied if the mailbox may not use it
     */
    @Nullable
    Represented of(@Nullable Address from, @Nullable Address sender) {
        String author = address(from);
        String sending = address(sender);
        if (author == null || isOf(owner.recipient(), author)) {
            if (sending == null || isOf(owner.recipient(), sending)) {
                return null;
            }
            throw denied(MailRecipient.of(directory.byAddress(sending)));
        }
        MailRecipient other = MailRecipient.of(directory.byAddress(author));
        if (other == null || !SendRights.mayBeRepresented(other)) {
            throw denied(other);
        }
        SendRight right = SendRights.of(directory, owner, other.recipient());
        if (right == null
                || (sending != null && !isOf(owner.recipient(), sending) && !isOf(other.recipient(), sending))) {
            throw denied(other);
        }
        entry.explain((right == SendRight.SEND_AS ? "Sent as " : "Sent on behalf of ") + other.id() + ".");
        return new Represented(author, other.recipient().primaryAddress(), other.displayName(), right);
    }

    /** The entry has no address that the caller wrote. */
    private Refusal denied(@Nullable MailRecipient other) {
        entry.explain("Not sent: no right to send as " + (other == null ? "this address" : other.id()) + ".");
        return new Refusal.SendAsDenied();
    }

    private static @Nullable String address(@Nullable Address given) {
        String address = given == null ? null : given.address();
        return address == null ? null : address.strip();
    }

    private static boolean isOf(@Nullable Recipient recipient, String address) {
        return recipient != null && recipient.addresses().anyMatch(address::equalsIgnoreCase);
    }
}
