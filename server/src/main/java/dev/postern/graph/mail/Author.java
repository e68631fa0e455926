package dev.postern.graph.mail;

import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.mailbox.Address;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The author of messages: a mailbox may use only its own addresses. */
final class Author {
    private Author() {}

    /** @throws GraphFailure if the message has another author */
    static void check(User owner, ObjectNode message) {
        for (String role : List.of("from", "sender")) {
            Address named = Address.of(message.get(role));
            String address = named == null ? null : named.address();
            if (address != null && !isOwn(owner, address)) {
                throw new GraphFailure(
                        403,
                        "ErrorSendAsDenied",
                        "The user account which was used to submit this request does not have the right to send mail"
                                + " on behalf of the specified sending account. Cannot submit message.");
            }
        }
    }

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
        message.set("from", new Address(own.name(), address == null ? own.address() : address.strip()).recipient());
    }
}
