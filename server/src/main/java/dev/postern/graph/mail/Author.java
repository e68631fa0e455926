package dev.postern.graph.mail;

import dev.postern.directory.Recipient;
import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.Address;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** In whose name a mailbox sends: its own addresses, and nobody else's. */
final class Author {
    private Author() {}

    /** @throws GraphFailure when the message is in the name of somebody else */
    static void check(MailReader mailbox, ObjectNode message) {
        for (String role : List.of("from", "sender")) {
            Address named = Address.of(message.get(role));
            String address = named == null ? null : named.address();
            if (address != null && !isOwn(mailbox, address)) {
                throw new GraphFailure(
                        403,
                        "ErrorSendAsDenied",
                        "The user account which was used to submit this request does not have the right to send mail"
                                + " on behalf of the specified sending account. Cannot submit message.");
            }
        }
    }

    static boolean isOwn(MailReader mailbox, String address) {
        Recipient own = mailbox.owner().recipient();
        return own != null && own.addresses().anyMatch(address.strip()::equalsIgnoreCase);
    }

    /** The mailbox itself, as it stands in messages. */
    static Address own(MailReader mailbox) {
        Recipient own = mailbox.owner().recipient();
        return new Address(
                mailbox.owner().displayName(),
                own == null ? mailbox.owner().userPrincipalName() : own.primaryAddress());
    }

    /** Puts the mailbox into a new draft where the caller names nobody; whether it may send as who is named is asked when it is sent. */
    static void fill(MailReader mailbox, ObjectNode message) {
        Address own = own(mailbox);
        for (String role : List.of("sender", "from")) {
            if (Address.of(message.get(role)) == null) {
                message.set(role, own.recipient());
            }
        }
    }

    /** Completes sender and author of a stored draft before it is sent. In the message itself {@code delivery} sets them. */
    static void setSender(MailReader mailbox, ObjectNode message) {
        Address own = own(mailbox);
        message.set("sender", own.recipient());
        Address from = Address.of(message.get("from"));
        String address = from == null ? null : from.address();
        message.set("from", new Address(own.name(), address == null ? own.address() : address.strip()).recipient());
    }
}
