package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One message of a peer, from MAIL to the end of its data. Belongs to one thread. Exactly one of {@link #end} and {@link #abort} is called, and
 * nothing afterwards.
 */
public interface MailTransaction {
    /** Returns the reply to RCPT. A recipient with a positive reply is an accepted one. */
    Reply recipient(RecipientCommand recipient);

    /**
     * Where the content goes, with CRLF at the end of each line and without dot-stuffing; called once, after the last recipient. The connection
     * closes it before it calls {@link #end} or {@link #abort}. If it cannot be written, the peer gets 452 and the transaction is aborted.
     */
    OutputStream content() throws IOException;

    /**
     * The content is complete. Returns when it is on disk or refused.
     *
     * @return one reply for each accepted recipient, in their order. SMTP has a single reply: the connection sends the worst of these, so a
     *     handler for SMTP must report failures of some recipients to the sender itself and return the same reply for all
     */
    List<Reply> end();

    /** The peer gave up, or broke a rule of the protocol. */
    void abort();
}
