package dev.postern.receive;

import dev.postern.mailbox.ItemId;
import dev.postern.smtp.Reply;

/** The replies of this package. */
final class Replies {
    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
    static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient OK");
    static final Reply BAD_SENDER = Reply.of(553, "5.1.7", "The address of the sender is not valid");
    static final Reply BAD_RECIPIENT = Reply.of(553, "5.1.3", "The address of the recipient is not valid");
    static final Reply NO_RELAYING = Reply.of(550, "5.7.1", "Relaying denied: the domain is not one of this server");
    static final Reply UNKNOWN = Reply.of(550, "5.1.1", "The recipient does not exist");
    static final Reply NOT_FROM_OUTSIDE =
            Reply.of(550, "5.7.133", "The group accepts messages only from authenticated senders of its organization");
    static final Reply MAILBOX_FULL = Reply.of(552, "5.2.2", "The mailbox is full");
    static final Reply SOME_FULL =
            Reply.of(452, "4.2.2", "The mailbox of one of the recipients is full; the others have the message");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is too large");
    static final Reply HEADER_TOO_LARGE = Reply.of(552, "5.3.4", "The header of the message is too large");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
    static final Reply TOO_FAST = Reply.of(450, "4.7.1", "Too many messages in this minute; send again later");
    static final Reply LOOP = Reply.of(554, "5.4.6", "The message is in a loop");
    static final Reply DISK_FULL = Reply.of(452, "4.3.1", "Not enough space; send again later");
    static final Reply NOT_NOW = Reply.of(451, "4.3.0", "The message cannot be stored now; send again later");
    static final Reply BUSY = Reply.of(451, "4.3.2", "The server is busy; send again later");

    /** Of a group without members. */
    static final Reply STORED_NOWHERE = Reply.of(250, "2.0.0", "OK");

    private Replies() {}

    static Reply stored(ItemId id) {
        return Reply.of(250, "2.0.0", "Stored as " + id.value());
    }
}
