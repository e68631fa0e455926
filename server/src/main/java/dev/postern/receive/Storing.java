package dev.postern.receive;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.compute.ComputeRefused;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.ReceivedDelivery;
import dev.postern.delivery.RecipientResolver;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.ReceivedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.smtp.Reply;
import dev.postern.store.DiskFull;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores a complete message in the mailboxes of its recipients, and says which reply each of them gets. Thread-safe. */
final class Storing {
    private static final Logger LOG = LoggerFactory.getLogger(Storing.class);
    private static final int MAX_HOPS = 50;

    private final ReceivedDelivery delivery;
    private final RecipientResolver resolver;
    private final ReceivedMessages received;
    private final Recipients recipients;
    private final ArrivalTrace trace;
    private final MimeReader reader;
    private final ReceivingSettings settings;
    private final InstantSource clock;

    Storing(
            Delivery delivery,
            ReceivedMessages received,
            Recipients recipients,
            ArrivalTrace trace,
            MimeReader reader,
            ReceivingSettings settings,
            InstantSource clock) {
        this.delivery = delivery.received();
        this.resolver = delivery.recipients();
        this.received = received;
        this.recipients = recipients;
        this.trace = trace;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns one reply for each recipient; without LMTP the same for all. */
    List<Reply> store(
            ReceivingTransaction.Envelope envelope, List<ReceivingTransaction.Accepted> accepted, ContentSpool spool) {
        Reply failure;
        try {
            return checked(envelope, accepted, spool);
        } catch (ReceivedHeader.TooLarge e) {
            failure = Replies.HEADER_TOO_LARGE;
        } catch (ComputeRefused e) {
            failure = Replies.BUSY;
        } catch (DiskFull e) {
            failure = Replies.DISK_FULL;
        } catch (IOException | RuntimeException e) {
            LOG.warn("A message from {} cannot be stored now", TraceFields.literal(envelope.peer()), e);
            failure = Replies.NOT_NOW;
        }
        return Collections.nCopies(accepted.size(), failure);
    }

    private List<Reply> checked(
            ReceivingTransaction.Envelope envelope, List<ReceivingTransaction.Accepted> accepted, ContentSpool spool)
            throws IOException, ReceivedHeader.TooLarge {
        byte[] digest = spool.complete();
        if (spool.isTooLarge()) {
            return Collections.nCopies(accepted.size(), Replies.TOO_LARGE);
        }
        ReceivedHeader header = ReceivedHeader.read(spool);
        if (header.hops() > MAX_HOPS) {
            return Collections.nCopies(accepted.size(), Replies.LOOP);
        }
        var arrived = new Arrived(
                envelope.peer(), envelope.mail(), accepted, header, spool, header.isUnique() ? digest : null);
        var all = new StoredRecipients(accepted, visited(header), resolver);
        if (!all.tenants().isEmpty()) {
            store(arrived, all);
        }
        return envelope.peer().lmtp() ? all.each() : all.same();
    }

    /** The recipients that have had the message before. */
    private Set<Target> visited(ReceivedHeader header) {
        var targets = new HashSet<Target>();
        for (String address : header.visited(settings.hostname())) {
            if (recipients.find(address) instanceof Recipients.Found.Known(Target target)) {
                targets.add(target);
            }
        }
        return targets;
    }

    private void store(Arrived arrived, StoredRecipients all) throws IOException {
        Instant now = clock.instant();
        MailboxId first =
                all.owners(all.tenants().getFirst()).keySet().iterator().next();
        ItemId id = delivery.nextId(first);
        boolean trusted = settings.trusts(arrived.peer().address());
        boolean junk = settings.junk() && trusted && arrived.header().isSpam();
        FolderId folder = junk ? WellKnownFolder.JUNKEMAIL.id() : WellKnownFolder.INBOX.id();
        StoredMime mime = mime(arrived, trusted, id, now);
        try (ParsedMime parsed = reader.read(mime, arrived.mail().sender(), now)) {
            Instant sent = parsed.sent() == null ? now : parsed.sent();
            var message = new NewMessage(parsed.message(), parsed.attachments(), false, false, now, sent);
            ReceivedMessage prepared = delivery.prepare(first, id, folder, message, mime);
            for (TenantId tenant : all.tenants()) {
                var arrival =
                        new ReceivedDelivery.Arrival(tenant, arrived.answerable(), prepared, all.owners(tenant), junk);
                deliver(arrived, arrival, all, now);
            }
        }
    }

    private StoredMime mime(Arrived arrived, boolean trusted, ItemId id, Instant now) {
        String fields = new TraceFields(settings.hostname())
                .of(arrived.peer(), arrived.mail().sender(), arrived.onlyRecipient(), id.value(), now);
        var header = new ByteArrayOutputStream();
        header.writeBytes(fields.getBytes(StandardCharsets.UTF_8));
        header.writeBytes(arrived.header().kept(trusted));
        if (arrived.header().headless()) {
            header.writeBytes(new byte[] {'\r', '\n'});
        }
        return new StoredMime(
                header.toByteArray(), arrived.content(), arrived.header().body());
    }

    private void deliver(Arrived arrived, ReceivedDelivery.Arrival arrival, StoredRecipients all, Instant now) {
        TenantId tenant = arrival.tenant();
        try {
            var steps =
                    new StoringSteps(arrived, arrival, received, trace, outcome -> all.traced(tenant, outcome), now);
            all.done(tenant, delivery.deliver(arrival, steps));
        } catch (DiskFull e) {
            all.failed(tenant, Replies.DISK_FULL);
        } catch (RuntimeException e) {
            LOG.warn("A message cannot be stored now in the mailboxes of {}", tenant, e);
            all.failed(tenant, Replies.NOT_NOW);
        }
    }
}
