package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.mime.MimeOut;
import dev.postern.mailbox.mime.RelayedMime;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delivers mail from outside into mailboxes. Thread-safe. The id of the item is the idempotency key of its delivery: an
 * item that already exists, in any folder, is neither changed nor counted again.
 */
public final class Deliveries {
    /** The whole message, with the headers that the author wrote. */
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
     * The result of a delivery.
     *
     * @param added mailboxes that have the message now and did not before
     * @param missing mailboxes that do not exist in the store
     * @param full mailboxes whose quota it exceeds
     * @param replying those of {@code added} that may send automatic replies
     */
    public record Outcome(Set<MailboxId> added, Set<MailboxId> missing, Set<MailboxId> full, Set<MailboxId> replying) {
        /** Whether all mailboxes have it. */
        public boolean complete() {
            return missing.isEmpty() && full.isEmpty();
        }
    }

    /** The copy for Inboxes: unread, with these times. */
    public PreparedMessage prepare(MailboxId from, ItemId id, QueuedMessage queued, Instant received, Instant sent) {
        NewMessage message = new NewMessage(queued.message(), List.of(), false, false, received, sent);
        WrittenItem written = reader.read(from, id, WellKnownFolder.INBOX.id(), message, queued.attachments());
        return new PreparedMessage(
                PropertyTable.MESSAGE, written.ofSize(queued.originalSize()), queued.attachments(), queued.original());
    }

    /**
     * A message that arrives from another host, in the form for mailboxes: unread, in this folder. Nothing is stored yet.
     *
     * @param mailbox one of those that get it
     * @param original the MIME, which must be readable until the message is delivered, as must the contents of attachments
     * @throws MailboxFailure.MessagePropertiesTooLarge if it exceeds the limits for properties
     */
    public ReceivedMessage received(
            MailboxId mailbox, ItemId id, FolderId folder, NewMessage message, Content original) {
        var large = new ReceivedContents();
        List<StoredAttachment> attachments =
                open.apply(mailbox).attachments().storeReceived(message.attachments(), large);
        try {
            long size = original.size();
            boolean small = size <= Contents.CHUNK;
            byte[] hash = small ? Contents.hash(original) : large.add(original);
            WrittenItem written = reader.read(mailbox, id, folder, message, attachments);
            var prepared = new PreparedMessage(PropertyTable.MESSAGE, written.ofSize(size), attachments, hash);
            return new ReceivedMessage(small ? prepared.withMime(Contents.bytes(original)) : prepared, large);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the mailboxes that have an item with this id already, in any folder. */
    public Set<MailboxId> having(Sql sql, ItemId id, Collection<MailboxId> mailboxes) {
        return mailboxes.stream()
                .filter(mailbox -> new ItemTable(mailbox, ItemKind.MESSAGE).exists(sql, id))
                .collect(Collectors.toSet());
    }

    /** Stores the large contents of a message in a mailbox that will get it. Each chunk has its own transaction. */
    public void bring(ReceivedMessage message, MailboxId to) {
        message.large().store(open.apply(to).contents());
    }

    /** Messages without large contents that are inserted into mailboxes together. */
    public MessageBatch batch(List<MessageBatch.Entry> entries) {
        return new MessageBatch(changes, limits, entries);
    }

    /** Whether a message exceeds the quota of a mailbox, so that its contents need not be copied there. */
    public boolean isFull(Sql sql, PreparedMessage prepared, MailboxId mailbox) {
        return !limits.fits(
                open.apply(mailbox).usage().totals(sql), prepared.item().size());
    }

    /** A message that is created by the server, such as a report. */
    public PreparedMessage prepare(
            MailboxId mailbox, ItemId id, ObjectNode message, List<NewAttachment> small, Instant now) {
        return prepare(
                mailbox,
                id,
                new QueuedMessage(message, open.apply(mailbox).attachments().storeReport(small), null, 0),
                now,
                now);
    }

    /** Copies large contents to a mailbox that will get the message. Each chunk has its own transaction. */
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
     * The recipients' version of a queued message: its original MIME, if any, as rewritten by {@link RelayedMime}. The
     * rewritten MIME is stored with the sender's contents and swept there.
     */
    public QueuedMessage relay(
            MailboxId from,
            QueuedMessage queued,
            String transport,
            Map<String, String> ifMissing,
            @Nullable Address author) {
        byte[] original = queued.original();
        if (original == null) {
            return queued;
        }
        Contents contents = open.apply(from).contents();
        try {
            Content relayed = RelayedMime.of(contents.content(original), transport, ifMissing, author)
                    .orElse(null);
            // not refused because of the sender's quota: accepted messages must be delivered
            byte[] hash = relayed == null ? null : contents.storeCounted(relayed);
            return new QueuedMessage(
                    queued.message(), queued.attachments(), hash, relayed == null ? 0 : relayed.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the recipients' version of a queued message as MIME: as {@link #relay} rewrites it, or composed if that is not possible.
     *
     * @param transport the trace header
     * @param ifMissing the headers that it must have
     */
    public void write(
            MailboxId from,
            QueuedMessage queued,
            Instant sent,
            String transport,
            Map<String, String> ifMissing,
            OutputStream out)
            throws IOException {
        Contents contents = open.apply(from).contents();
        byte[] original = queued.original();
        if (original != null) {
            Optional<Content> relayed =
                    RelayedMime.of(contents.content(original), transport, ifMissing, queued.author());
            if (relayed.isPresent()) {
                try (InputStream in = relayed.get().open()) {
                    in.transferTo(out);
                    return;
                }
            }
        }
        out.write(transport.getBytes(StandardCharsets.UTF_8));
        MimeOut.writeMissing(queued.message(), ifMissing, out);
        MimeOut.write(
                new MimeOut.Letter(
                        queued.message(), newAttachments(queued, contents), sent, false, new SplittableRandom(1)),
                out);
    }

    /** Writes a message of a mailbox as MIME from its properties: the same bytes each time. */
    public void compose(MailboxId mailbox, ItemId id, OutputStream out) throws IOException {
        Mailbox opened = open.apply(mailbox);
        record Found(QueuedMessage packed, Instant sent) {}
        Found found = opened.read(sql -> {
            Item item = opened.messages().find(sql, id, WHOLE);
            return item == null
                    ? null
                    : new Found(pack(sql, mailbox, id), item.message().sent());
        });
        if (found == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        ObjectNode message = found.packed().message();
        MimeOut.writeTrace(message, out);
        MimeOut.write(
                new MimeOut.Letter(
                        message,
                        newAttachments(found.packed(), opened.contents()),
                        found.sent(),
                        true,
                        new SplittableRandom(1)),
                out);
    }

    private static List<NewAttachment> newAttachments(QueuedMessage queued, Contents contents) {
        return queued.attachments().stream()
                .map(one -> new NewAttachment(
                        one.kind(),
                        one.name(),
                        one.contentType(),
                        one.contentId(),
                        one.inline(),
                        content(one, contents),
                        one.doc()))
                .toList();
    }

    private static Content content(StoredAttachment one, Contents contents) {
        byte[] hash = one.hash();
        if (hash == null) {
            byte[] small = one.small();
            return Content.of(small == null ? new byte[0] : small);
        }
        return new Content() {
            @Override
            public long size() {
                return one.size();
            }

            @Override
            public InputStream open() {
                return contents.open(hash);
            }
        };
    }

    /**
     * Delivers a message to the Inboxes of at most some tens of mailboxes, or where their rules put it, in the caller's
     * transaction, with a few statements for all of them.
     *
     * @param mailboxes not empty, without duplicates; they are locked in the order of their ids
     */
    public Outcome deliver(Sql sql, PreparedMessage prepared, List<MailboxId> mailboxes, Filing filing) {
        List<MailboxId> sorted = mailboxes.stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        limits.disk().require();
        SharedChange change = changes.begin(sql, sorted);
        ItemId id = prepared.item().id();
        Set<MailboxId> full = new HashSet<>(change.full(prepared.item().size()));
        Set<MailboxId> missing = new HashSet<>(sorted);
        missing.removeAll(change.mailboxes());
        // a mailbox that has become full may have it from an earlier attempt
        full.removeIf(mailbox -> new ItemTable(mailbox, ItemKind.MESSAGE).exists(sql, id));
        List<MailboxId> willing =
                sorted.stream().filter(mailbox -> !full.contains(mailbox)).toList();
        Map<MailboxId, Long> ruled = change.ruled();
        ruled.keySet().retainAll(willing);
        Map<MailboxId, Placement> placements = ruled.isEmpty() ? Map.of() : filing.place(sql, ruled);
        Set<MailboxId> added = willing.isEmpty()
                ? Set.of()
                : new PlacedDelivery(sql, change, open, prepared).insert(willing, placements);
        SenderClassifications.apply(sql, prepared.item(), added, change.overriding(), placements);
        Set<MailboxId> replying = new HashSet<>(change.replying());
        replying.retainAll(added);
        return new Outcome(added, missing, full, replying);
    }

    /**
     * Creates a queued message from a message of a mailbox, in any folder, in the caller's transaction.
     *
     * @throws MailboxFailure.ItemNotFound if it does not exist
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

    /** The size of an item is at least that of its original MIME. */
    private static long originalSize(Item item, byte @Nullable [] original) {
        return original == null ? 0 : item.size();
    }

    /** Creates a queued message from a message that is about to be stored. */
    public QueuedMessage pack(PreparedMessage prepared) {
        return new QueuedMessage(
                message(prepared.item()),
                prepared.attachments(),
                prepared.mime(),
                originalSize(prepared.item(), prepared.mime()));
    }

    /** Adds references to the large contents of a queued message while it is in the queue. */
    public void hold(Sql sql, MailboxId mailbox, QueuedMessage queued) {
        Contents contents = open.apply(mailbox).contents();
        queued.hashes().forEach(hash -> contents.refer(sql, hash, 1));
    }

    /** Releases the large contents of a queued message. Locks the mailbox if there are any. */
    public void release(Sql sql, MailboxId mailbox, QueuedMessage queued) {
        List<byte[]> hashes = queued.hashes();
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
