package dev.postern.receive;

import dev.postern.access.MailboxId;
import dev.postern.compute.ComputePool;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.ReceivedDelivery;
import dev.postern.directory.Directory;
import dev.postern.query.Folding;
import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.MailHandler;
import dev.postern.smtp.server.Peer;
import dev.postern.store.Database;
import dev.postern.store.DiskFull;
import java.net.InetAddress;
import java.time.InstantSource;

/** Takes the mail of other hosts for the recipients of all tenants. */
public final class ReceivingHandler implements MailHandler {
    private static final int MAX_ADDRESS = 320;
    /** Of the heap, for messages that arrive. */
    private static final int SHARE = 16;

    private final Database database;
    private final ReceivingSettings settings;
    private final ReceivedDelivery delivery;
    private final Recipients recipients;
    private final Storing storing;
    private final Storms storms;
    private final SpoolMemory memory = new SpoolMemory(Runtime.getRuntime().maxMemory() / SHARE);

    public ReceivingHandler(
            Database database,
            Directory directory,
            Delivery delivery,
            ReceivedMessages received,
            ArrivalTrace trace,
            ComputePool pool,
            ReceivingSettings settings,
            InstantSource clock) {
        this.database = database;
        this.settings = settings;
        this.delivery = delivery.received();
        this.recipients = new Recipients(directory);
        this.storms = new Storms(clock);
        this.storing = new Storing(
                delivery,
                received,
                recipients,
                trace,
                new MimeReader(pool, this.delivery.temporary()),
                settings,
                clock);
    }

    @Override
    public Begun begin(Peer peer, MailCommand mail) {
        if (!mail.sender().isEmpty() && !isAddress(mail.sender())) {
            return new Begun.Refused(Replies.BAD_SENDER);
        }
        if (mail.size() > settings.maxMessageBytes()) {
            return new Begun.Refused(Replies.TOO_LARGE);
        }
        if (!database.isReachable()) {
            return new Begun.Refused(Replies.NOT_NOW);
        }
        try {
            delivery.requireDisk();
        } catch (DiskFull e) {
            return new Begun.Refused(Replies.DISK_FULL);
        }
        if (isCounted(peer.address()) && !storms.allow(peer.address().getHostAddress(), Folding.lower(mail.sender()))) {
            return new Begun.Refused(Replies.TOO_FAST);
        }
        var spool = new ContentSpool(memory, delivery.temporary(), settings.maxMessageBytes(), mail.sender());
        return new Begun.Accepted(new ReceivingTransaction(
                new ReceivingTransaction.Envelope(peer, mail, settings.maxRecipients()),
                recipients,
                this::isFull,
                storing,
                spool));
    }

    /** Hosts in front of this one have limits of their own, and pass on what the whole world sends. */
    private boolean isCounted(InetAddress peer) {
        return !peer.isLoopbackAddress() && !settings.trusts(peer);
    }

    private boolean isFull(Target target, long bytes) {
        MailboxId mailbox = target.mailbox();
        return mailbox != null && delivery.isFull(mailbox, bytes);
    }

    static boolean isAddress(String text) {
        return !text.isEmpty() && text.length() <= MAX_ADDRESS && text.chars().noneMatch(c -> c < ' ' || c == 127);
    }
}
