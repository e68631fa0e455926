package dev.postern.mailbox;

import dev.postern.query.Folding;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that is ready to be inserted, once or several times: its columns, preview and size, and its texts in stored
 * form, each serialised once. Immutable. Created outside of any transaction ({@link Items#prepare}). The recipients'
 * copies are derived from the sender's copy ({@link #arrived}).
 */
public final class PreparedMessage {
    private final PropertyTable properties;
    private final Item item;
    private final ItemTexts texts;
    private final String folded;
    private final List<StoredAttachment> attachments;
    private final byte @Nullable [] mime;
    private final byte @Nullable [] smallMime;

    /**
     * @param properties of messages in the mailbox
     *
     * @param mime the hash of the MIME in which it was submitted; null if it was not MIME
     */
    PreparedMessage(
            PropertyTable properties, WrittenItem written, List<StoredAttachment> attachments, byte @Nullable [] mime) {
        this(
                properties,
                written.item(),
                written.texts(),
                ComparedColumns.folded(
                        properties,
                        written.item(),
                        Objects.requireNonNull(written.item().doc())),
                attachments,
                mime,
                null);
    }

    private PreparedMessage(
            PropertyTable properties,
            Item item,
            ItemTexts texts,
            String folded,
            List<StoredAttachment> attachments,
            byte @Nullable [] mime,
            byte @Nullable [] smallMime) {
        this.properties = properties;
        this.item = item;
        this.texts = texts;
        this.folded = folded;
        this.attachments = List.copyOf(attachments);
        this.mime = mime;
        this.smallMime = smallMime;
    }

    /** The same message with its MIME in memory, which is stored in the transaction that delivers the message. */
    PreparedMessage withMime(byte[] bytes) {
        return new PreparedMessage(properties, item, texts, folded, attachments, mime, bytes);
    }

    /** The resulting item, except for the number of its change. */
    public Item item() {
        return item;
    }

    ItemTexts texts() {
        return texts;
    }

    /** The folded copy, on which conditions are evaluated. */
    String folded() {
        return folded;
    }

    /** The messages that it answers, which determine its conversation in each mailbox. */
    Ancestors ancestors() {
        MessagePart part = item.message();
        return Ancestors.of(
                part.headers(),
                Objects.requireNonNull(item.doc()),
                part.summary().internetMessageId());
    }

    /** Whether it refers to contents that are stored separately from its rows. */
    public boolean hasLargeContents() {
        return (mime != null && smallMime == null)
                || attachments.stream().anyMatch(attachment -> attachment.hash() != null);
    }

    /** Approximately the bytes that it needs in memory, without its large contents. */
    public long bytesInMemory() {
        return Objects.requireNonNull(item.body()).content().length()
                + texts.doc().length()
                + attachments.stream()
                        .mapToLong(a -> a.hash() == null ? ItemSizes.attachment(a.size(), a.doc()) : 0)
                        .sum()
                + (smallMime == null ? 0 : smallMime.length);
    }

    List<StoredAttachment> attachments() {
        return attachments;
    }

    byte @Nullable [] mime() {
        return mime;
    }

    /** The MIME itself, if it is in memory and not stored yet. */
    byte @Nullable [] smallMime() {
        return smallMime;
    }

    /**
     * The copy of a recipient: unread, in the Inbox, with transport headers. Everything else is shared with this one.
     *
     * @param without properties that only the sender's copy has, in the message and in its attachments
     */
    public PreparedMessage arrived(ItemId id, List<String> without, ArrayNode headers, Instant now, Instant sent) {
        ObjectNode doc = Objects.requireNonNull(item.doc());
        boolean same = without.stream().noneMatch(doc::has);
        ObjectNode kept = same ? doc : StoredJson.object().setAll(doc).remove(without);
        List<StoredAttachment> attached = QueuedMessage.without(attachments, without);
        ItemTexts written = new ItemTexts(same ? texts.doc() : kept.toString(), headers.toString());
        MessagePart part = item.message();
        Instant time = ChangeClock.seconds(now);
        Item copy = new Item(
                new ItemCore(
                        item.mailbox(),
                        id,
                        WellKnownFolder.INBOX.id(),
                        0,
                        0,
                        0,
                        time,
                        time,
                        item.core().hasAttachments(),
                        true,
                        ItemSizes.of(Objects.requireNonNull(part.body()), written, part.summary(), attached)),
                kept,
                new MessagePart(
                        time,
                        ChangeClock.seconds(sent),
                        new MessagePart.Flags(false, part.flags().importance(), "focused", "notFlagged"),
                        part.summary(),
                        part.body(),
                        headers));
        String compared = same ? folded : ComparedColumns.folded(properties, copy, kept);
        return new PreparedMessage(properties, copy, written, compared, attached, null, null);
    }

    /** The same message under another id. */
    public PreparedMessage as(ItemId id) {
        return new PreparedMessage(properties, item.as(id), texts, folded, attachments, mime, smallMime);
    }

    /** The same message with these marks. */
    PreparedMessage marked(Placement.Marks marks) {
        if (marks.equals(Placement.Marks.NONE)) {
            return this;
        }
        ObjectNode doc = marks.categories().isEmpty()
                ? Objects.requireNonNull(item.doc())
                : withCategories(Objects.requireNonNull(item.doc()), marks.categories());
        MessagePart part = item.message();
        MessagePart.Flags flags = part.flags();
        MessagePart.Flags other = new MessagePart.Flags(
                flags.draft(),
                marks.importance() == null ? flags.importance() : marks.importance(),
                flags.classification(),
                flags.flagStatus());
        ItemTexts written = marks.categories().isEmpty() ? texts : new ItemTexts(doc.toString(), texts.headers());
        long grown = ItemSizes.utf8(written.doc()) - ItemSizes.utf8(texts.doc());
        Item marked = new Item(
                item.core().ofSize(item.size() + grown).unread(!marks.read()),
                doc,
                new MessagePart(part.received(), part.sent(), other, part.summary(), part.body(), part.headers()));
        return new PreparedMessage(
                properties,
                marked,
                written,
                ComparedColumns.folded(properties, marked, doc),
                attachments,
                mime,
                smallMime);
    }

    private static ObjectNode withCategories(ObjectNode doc, List<String> more) {
        ObjectNode copy = StoredJson.object().setAll(doc);
        Set<String> known = new HashSet<>();
        ArrayNode all = copy.putArray("categories");
        doc.path("categories").forEach(one -> {
            known.add(Folding.fold(StoredJson.text(one, "")));
            all.add(one);
        });
        more.stream().filter(one -> known.add(Folding.fold(one))).forEach(all::add);
        return copy;
    }

    /** The same message, received at another time. */
    public PreparedMessage receivedAt(Instant now) {
        Instant time = ChangeClock.seconds(now);
        Item later = item.withTimes(time, time, item.message().sent());
        return new PreparedMessage(properties, later, texts, folded, attachments, mime, smallMime);
    }
}
