package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.mime.RelayedMime;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mail that comes into mailboxes from outside of them. Any thread may use it. The id of the item is the idempotency key of
 * its delivery: what is there already, in whatever folder by now, is left alone and not counted again.
 */
public final class Deliveries {
    /** Everything, with the headers that the author wrote. */
    private static final Fields WHOLE = Fields.of("toRecipients", "body", "internetMessageHeaders");

    private final MessageReader reader;
    private final StorageLimits limits;
    private final ChangeLog changes;
    private final Function<MailboxId, Mailbox> open;

    Deliveries(
            ChangeClock clock,
            String host,
            StorageLimits limits,
            ChangeLog changes,
            Function<MailboxId, Mailbox> open) {
        this.reader = new MessageReader(PropertyTable.MESSAGE, clock, host);
        this.limits = limits;
        this.changes = changes;
        this.open = open;
    }

    /**
     * What a delivery did.
     *
     * @param added mailboxes that have the message now and did not before
     * @param missing mailboxes that are not in the store
     * @param full mailboxes that have no room for it
     */
    public record Outcome(Set<MailboxId> added, Set<MailboxId> missing, Set<MailboxId> full) {
        /** Whether all of them have it. */
        public boolean complete() {
            return missing.isEmpty() && full.isEmpty();
        }
    }

    /** What stands in Inboxes: unread, with these times. */
    public PreparedMessage prepare(MailboxId from, ItemId id, QueuedMessage parcel, Instant received, Instant sent) {
        NewMessage message = new NewMessage(parcel.message(), List.of(), false, false, received, sent);
        WrittenItem written = reader.read(from, id, WellKnownFolder.INBOX.id(), message, parcel.attachments());
        return new PreparedMessage(
                PropertyTable.MESSAGE, written.ofSize(parcel.originalSize()), parcel.attachments(), parcel.original());
    }

    /** Messages without large contents that go into mailboxes together. */
    public MessageBatch batch(List<MessageBatch.Entry> entries) {
        return new MessageBatch(changes, limits, entries);
    }

    /** Whether a mailbox has no room for a message, so that nothing of it need be brought there. */
    public boolean isFull(Sql sql, PreparedMessage prepared, MailboxId mailbox) {
        return !limits.fits(
                open.apply(mailbox).usage().totals(sql), prepared.item().size());
    }

    /** A message that begins here, such as a report. */
    public PreparedMessage prepare(
            MailboxId mailbox, ItemId id, ObjectNode message, List<NewAttachment> small, Instant now) {
        return prepare(
                mailbox,
                id,
                new QueuedMessage(message, open.apply(mailbox).attachments().storeReport(small), null, 0),
                now,
                now);
    }

    /** Brings large contents to a mailbox that will get the message. Each chunk is a transaction of its own. */
    public void bring(MailboxId from, PreparedMessage prepared, MailboxId to) {
        Contents contents = open.apply(from).contents();
        Contents target = open.apply(to).contents();
        for (StoredAttachment attachment : prepared.attachments()) {
            if (attachment.hash() != null) {
                contents.copy(attachment.hash(), target);
            }
        }
        if (prepared.mime() != null) {
            contents.copy(prepared.mime(), target);
        }
    }

    /**
     * A parcel as its recipients get it: its original, if it has one, as {@link RelayedMime} makes it. What is made lies with the sender's
     * contents and is swept there.
     */
    public QueuedMessage relay(
            MailboxId from,
            QueuedMessage parcel,
            String transport,
            Map<String, String> ifMissing,
            @Nullable Address author) {
        byte[] original = parcel.original();
        if (original == null) {
            return parcel;
        }
        Contents contents = open.apply(from).contents();
        try (InputStream in = contents.open(original)) {
            byte[] relayed = RelayedMime.of(in.readAllBytes(), transport, ifMissing, author)
                    .orElse(null);
            // nothing of the sender's is refused for it: what was accepted is delivered
            byte[] hash = relayed == null ? null : contents.storeCounted(Content.of(relayed));
            return new QueuedMessage(
                    parcel.message(), parcel.attachments(), hash, relayed == null ? 0 : relayed.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts a message into some tens of Inboxes at most, in the caller's transaction, with a few statements for all of them.
     *
     * @param mailboxes not empty, without repeats; they are locked in the order of their ids
     */
    public Outcome deliver(Sql sql, PreparedMessage prepared, List<MailboxId> mailboxes) {
        List<MailboxId> sorted = mailboxes.stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        limits.disk().require();
        SharedChange change = changes.begin(sql, sorted);
        ItemId id = prepared.item().id();
        Set<MailboxId> full = new HashSet<>(change.full(prepared.item().size()));
        Set<MailboxId> missing = new HashSet<>(sorted);
        missing.removeAll(change.mailboxes());
        // one that has become full since may have it from an attempt before
        full.removeIf(mailbox -> new ItemTable(mailbox, ItemKind.MESSAGE).isThere(sql, id));
        List<MailboxId> willing =
                sorted.stream().filter(mailbox -> !full.contains(mailbox)).toList();
        Set<MailboxId> added =
                willing.isEmpty() ? Set.of() : MessageRows.deliver(sql, ItemKind.MESSAGE, prepared, willing);
        change.added(ItemKind.MESSAGE, prepared.item().core(), added);
        for (MailboxId mailbox : added) {
            Mailbox opened = open.apply(mailbox);
            opened.attachments().rows().insert(sql, id, prepared.attachments());
            opened.mimeSources().keep(sql, id, prepared.mime());
        }
        return new Outcome(added, missing, full);
    }

    /**
     * A message of a mailbox as a parcel, wherever it lies, in the caller's transaction.
     *
     * @throws MailboxFailure.ItemNotFound when it is not there
     */
    public QueuedMessage pack(Sql sql, MailboxId mailbox, ItemId id) {
        Mailbox opened = open.apply(mailbox);
        Item item = opened.messages().find(sql, id, WHOLE);
        if (item == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        byte[] original = opened.mimeSources().hash(sql, id);
        return new QueuedMessage(
                message(item), opened.attachments().rows().stored(sql, id), original, originalSize(item, original));
    }

    /** An item is counted with at least the size of its original. */
    private static long originalSize(Item item, byte @Nullable [] original) {
        return original == null ? 0 : item.size();
    }

    /** What is about to be stored, as a parcel. */
    public QueuedMessage pack(PreparedMessage prepared) {
        return new QueuedMessage(
                message(prepared.item()),
                prepared.attachments(),
                prepared.mime(),
                originalSize(prepared.item(), prepared.mime()));
    }

    /** Keeps the parcel's large contents while it is under way. */
    public void hold(Sql sql, MailboxId mailbox, QueuedMessage parcel) {
        Contents contents = open.apply(mailbox).contents();
        parcel.hashes().forEach(hash -> contents.refer(sql, hash, 1));
    }

    /** Lets the parcel's large contents go; locks the mailbox when there are any. */
    public void release(Sql sql, MailboxId mailbox, QueuedMessage parcel) {
        List<byte[]> hashes = parcel.hashes();
        if (!hashes.isEmpty()) {
            Mailbox opened = open.apply(mailbox);
            changes.begin(sql, mailbox);
            hashes.forEach(hash -> opened.contents().release(sql, hash));
        }
    }

    private static ObjectNode message(Item item) {
        ObjectNode message = StoredJson.object();
        if (item.doc() != null) {
            message.setAll(item.doc());
        }
        for (ItemProperty property : PropertyTable.MESSAGE.all()) {
            JsonNode value = property.queued() ? ItemJson.value(item, property.name()) : null;
            if (value != null) {
                message.set(property.name(), value);
            }
        }
        return message;
    }
}
