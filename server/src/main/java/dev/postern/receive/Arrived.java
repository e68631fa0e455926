package dev.postern.receive;

import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that has arrived completely.
 *
 * @param digest of the sender and the bytes; null if other messages may have the same bytes
 */
record Arrived(
        Peer peer,
        MailCommand mail,
        List<ReceivingTransaction.Accepted> accepted,
        ReceivedHeader header,
        ContentSpool content,
        byte @Nullable [] digest) {
    /** The only recipient, as written; null if there are several. */
    @Nullable
    String onlyRecipient() {
        return accepted.size() == 1 ? accepted.getFirst().address() : null;
    }

    /** To which address replies can be sent; empty for none. */
    String answerable() {
        String sender = mail.sender();
        int at = sender.lastIndexOf('@');
        boolean is = at > 0
                && at < sender.length() - 1
                && sender.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == ',' || c == ';');
        return is ? sender : "";
    }
}
