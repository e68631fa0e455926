package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.mime.RelayedMime;
import dev.postern.store.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final Function<MailboxId, Mailbox> open;

    Deliveries(ChangeClock clock, String host, StorageLimits limits, Function<MailboxId, Mailbox> open) {
        this.reader = new MessageReader(clock, host);
        this.limits = limits;
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
    public PreparedItem prepare(MailboxId from, ItemId id, QueuedMessage parcel, Instant received, Instant sent) {
        NewMessage message = new NewMessage(parcel.message(), List.of(), false, false, received, sent);
        Item item = reader.read(from, id, WellKnownFolder.INBOX.id(), message, parcel.attachments());
        return new PreparedItem(
                item.ofSize(Math.max(item.size(), parcel.originalSize())), parcel.attachments(), parcel.original());
    }

    /** Whether a mailbox has no room for a message, so that nothing of it need be brought there. */
    public boolean isFull(Sql sql, PreparedItem prepared, MailboxId mailbox) {
        return !limits.fits(
                open.apply(mailbox).usage().totals(sql), prepared.item().size());
    }

    /** A message that begins here, such as a report. */
    public PreparedItem prepare(
            MailboxId mailbox, ItemId id, ObjectNode message, List<NewAttachment> small, Instant now) {
        return prepare(
                mailbox,
                id,
                new QueuedMessage(message, open.apply(mailbox).attachments().storeReport(small), null, 0),
                now,
                now);
    }

    /** Brings large contents to a mailbox that will get the message. Each chunk is a transaction of its own. */
    public void bring(MailboxId from, PreparedItem prepared, MailboxId to) {
        Contents contents = open.apply(from).contents();
        Contents target = open.apply(to).contents();
        for (StoredAttachment attachment : prepared.attachments()) {
            if (attachment.hash() != null) {
                contents.copy(attachment.hash(), target);
            }
        }
        if (prepared.original() != null) {
            contents.copy(prepared.original(), target);
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
    public Outcome deliver(Sql sql, PreparedItem prepared, List<MailboxId> mailboxes) {
        List<MailboxId> sorted = mailboxes.stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .toList();
        List<Object> ids = ItemRows.padded(sorted);
        limits.disk().require();
        Map<MailboxId, Long> changes = new HashMap<>();
        Set<MailboxId> full = new HashSet<>();
        record Change(MailboxId mailbox, long number, MailboxUsage.Totals totals) {}
        sql.list(
                        "update mailbox set change_seq = change_seq + 1 where mailbox_id in ("
                                + ItemRows.marks(ids.size()) + ") returning mailbox_id, change_seq, "
                                + MailboxUsage.Totals.COLUMNS,
                        row -> new Change(new MailboxId(row.uuid(1)), row.number(2), MailboxUsage.Totals.read(row, 3)),
                        ids.toArray())
                .forEach(change -> {
                    changes.put(change.mailbox(), change.number());
                    if (!limits.fits(change.totals(), prepared.item().size())) {
                        full.add(change.mailbox());
                    }
                });
        Set<MailboxId> missing = new HashSet<>(sorted);
        missing.removeAll(changes.keySet());
        // one that has become full since may have it from an attempt before
        full.removeIf(mailbox ->
                open.apply(mailbox).rows().isThere(sql, prepared.item().id()));
        List<MailboxId> willing =
                sorted.stream().filter(mailbox -> !full.contains(mailbox)).toList();
        Set<MailboxId> added = willing.isEmpty() ? Set.of() : ItemRows.deliver(sql, prepared.item(), willing);
        count(sql, prepared, added, changes);
        MailboxUsage.delivered(sql, List.copyOf(added), prepared.item().size());
        IndexQueue.note(sql, List.copyOf(added), prepared.item().id());
        for (MailboxId mailbox : added) {
            Mailbox opened = open.apply(mailbox);
            opened.attachments().insert(sql, prepared.item().id(), prepared.attachments());
            opened.mimeSources().keep(sql, prepared.item().id(), prepared.original());
        }
        return new Outcome(added, missing, full);
    }

    private static void count(Sql sql, PreparedItem prepared, Set<MailboxId> added, Map<MailboxId, Long> changes) {
        var rows = new ArrayList<Object[]>();
        added.stream()
                .sorted(Comparator.comparing(MailboxId::value))
                .forEach(mailbox -> rows.add(new Object[] {
                    changes.getOrDefault(mailbox, 0L),
                    mailbox.value(),
                    prepared.item().folder().value()
                }));
        sql.batch(
                "update folder set total = total + 1, unread = unread + 1, changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                rows);
    }

    /**
     * A message of a mailbox as a parcel, wherever it lies, in the caller's transaction.
     *
     * @throws MailboxFailure.ItemNotFound when it is not there
     */
    public QueuedMessage pack(Sql sql, MailboxId mailbox, ItemId id) {
        Mailbox opened = open.apply(mailbox);
        Item item = opened.rows().find(sql, id, WHOLE);
        if (item == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        byte[] original = opened.mimeSources().hash(sql, id);
        return new QueuedMessage(
                message(item), opened.attachments().stored(sql, id), original, originalSize(item, original));
    }

    /** An item is counted with at least the size of its original. */
    private static long originalSize(Item item, byte @Nullable [] original) {
        return original == null ? 0 : item.size();
    }

    /** What is about to be stored, as a parcel. */
    public QueuedMessage pack(PreparedItem prepared) {
        return new QueuedMessage(
                message(prepared.item()),
                prepared.attachments(),
                prepared.original(),
                originalSize(prepared.item(), prepared.original()));
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
            opened.usage().change(sql);
            hashes.forEach(hash -> opened.contents().release(sql, hash));
        }
    }

    private static ObjectNode message(Item item) {
        ObjectNode message = StoredJson.object();
        ObjectNode doc = item.doc();
        Body body = item.body();
        if (doc != null) {
            message.setAll(doc);
        }
        if (body != null) {
            message.putObject("body")
                    .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                    .put("content", body.content());
        }
        Item.Summary summary = item.summary();
        message.put("subject", summary.subject());
        message.put("importance", item.flags().importance());
        message.put("conversationId", summary.conversationId());
        message.put("internetMessageId", summary.internetMessageId());
        if (summary.from() != null) {
            message.set("from", summary.from().recipient());
        }
        if (summary.sender() != null) {
            message.set("sender", summary.sender().recipient());
        }
        if (item.headers() != null) {
            message.set("internetMessageHeaders", item.headers());
        }
        return message;
    }
}
