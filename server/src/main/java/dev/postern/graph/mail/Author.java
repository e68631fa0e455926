package dev.postern.graph.mail;

import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.gate.MailReader;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.mailbox.Address;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The author of messages. Whether a mailbox may use the address of another recipient is decided at the gate. */
final class Author {
    private Author() {}

    static boolean isOwn(MailReader mailbox, String address) {
        return isOwn(mailbox.owner(), address);
    }

    private static boolean isOwn(User owner, String address) {
        Recipient own = owner.recipient();
        return own != null && own.addresses().anyMatch(address.strip()::equalsIgnoreCase);
    }

    /** The mailbox as an address in messages. */
    static Address own(MailReader mailbox) {
        return EmailAddresses.of(mailbox.owner());
    }

    /** Sets the mailbox as sender of a new draft if none is given. Send-as rights are checked when it is sent. */
    static void fill(MailReader mailbox, ObjectNode message) {
        Address own = own(mailbox);
        for (String role : List.of("sender", "from")) {
            if (Address.of(message.get(role)) == null) {
                message.set(role, own.recipient());
            }
        }
    }

    /**
     * Completes sender and author of a stored draft before it is sent. For the sent message {@code delivery} sets them.
     */
    static void setSender(MailReader mailbox, ObjectNode message) {
        Address own = own(mailbox);
        message.set("sender", own.recipient());
        Address from = Address.of(message.get("from"));
        String address = from == null ? null : from.address();
        if (address != null && !isOwn(mailbox, address)) {
            return;
        }
        message.set("from", new Address(own.name(), address == null ? own.address() : address.strip()).recipient());
    }
}
