package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transaction of a session, whose handler may fail at any time. */
final class OpenTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransaction.class);

    private final MailTransaction transaction;
    private final boolean utf8;
    private int accepted;

    OpenTransaction(MailTransaction transaction, boolean utf8) {
        this.transaction = transaction;
        this.utf8 = utf8;
    }

    boolean utf8() {
        return utf8;
    }

    /** The number of accepted recipients. */
    int accepted() {
        return accepted;
    }

    Reply recipient(RecipientCommand recipient) {
        try {
            Reply reply = transaction.recipient(recipient);
            if (reply.isPositive()) {
                accepted++;
            }
            return reply;
        } catch (RuntimeException e) {
            LOG.error("A recipient could not be checked", e);
            return Replies.FAILED;
        }
    }

    OutputStream content() throws CommandRefused {
        try {
            return transaction.content();
        } catch (IOException | RuntimeException e) {
            LOG.error("The content of a message could not be stored", e);
            throw new CommandRefused(Replies.NO_SPACE, Refusal.FAILURE);
        }
    }

    /** Returns one reply for each accepted recipient. */
    List<Reply> end() {
        var replies = new ArrayList<Reply>(accepted);
        try {
            replies.addAll(transaction.end());
            if (replies.size() != accepted) {
                LOG.error("There are {} replies for {} recipients", replies.size(), accepted);
            }
        } catch (RuntimeException e) {
            LOG.error("A message could not be received", e);
        }
        while (replies.size() < accepted) {
            replies.add(Replies.FAILED);
        }
        return replies.subList(0, accepted);
    }

    void abort() {
        try {
            transaction.abort();
        } catch (RuntimeException e) {
            LOG.error("A message that is not received could not be removed", e);
        }
    }
}
