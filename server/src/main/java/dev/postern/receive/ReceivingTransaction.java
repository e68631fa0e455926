package dev.postern.receive;

import dev.postern.directory.DirectoryFailure;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.MailTransaction;
import dev.postern.smtp.server.Peer;
import dev.postern.smtp.server.RecipientCommand;
import dev.postern.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message from MAIL to its reply. */
final class ReceivingTransaction implements MailTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivingTransaction.class);

    private final Envelope envelope;
    private final Recipients recipients;
    private final Fullness fullness;
    private final Storing storing;
    private final ContentSpool spool;
    private final List<Accepted> accepted = new ArrayList<>();

    ReceivingTransaction(
            Envelope envelope, Recipients recipients, Fullness fullness, Storing storing, ContentSpool spool) {
        this.envelope = envelope;
        this.recipients = recipients;
        this.fullness = fullness;
        this.storing = storing;
        this.spool = spool;
    }

    record Envelope(Peer peer, MailCommand mail, int maxRecipients) {}

    /** @param address as written */
    record Accepted(String address, Target target) {}

    /** Whether a message of this size exceeds the quota of a mailbox. */
    @FunctionalInterface
    interface Fullness {
        boolean isFull(Target target, long bytes);
    }

    @Override
    public Reply recipient(RecipientCommand recipient) {
        if (!ReceivingHandler.isAddress(recipient.address())) {
            return Replies.BAD_RECIPIENT;
        }
        if (accepted.size() >= envelope.maxRecipients()) {
            return Replies.TOO_MANY_RECIPIENTS;
        }
        String address = QuotedLocalPart.unquoted(recipient.address());
        try {
            return switch (recipients.find(address)) {
                case Recipients.Found.Refused(Reply reply) -> reply;
                case Recipients.Found.Known(Target target) -> {
                    if (fullness.isFull(target, Math.max(1, envelope.mail().size()))) {
                        yield Replies.MAILBOX_FULL;
                    }
                    accepted.add(new Accepted(address, target));
                    yield Replies.RECIPIENT_OK;
                }
            };
        } catch (StoreException | DirectoryFailure e) {
            LOG.debug("A recipient cannot be looked up now", e);
            return Replies.NOT_NOW;
        }
    }

    @Override
    public OutputStream content() {
        return spool;
    }

    @Override
    public List<Reply> end() {
        try {
            return storing.store(envelope, List.copyOf(accepted), spool);
        } finally {
            abort();
        }
    }

    @Override
    public void abort() {
        try {
            spool.release();
        } catch (IOException e) {
            LOG.warn("A temporary file could not be closed", e);
        }
    }
}
