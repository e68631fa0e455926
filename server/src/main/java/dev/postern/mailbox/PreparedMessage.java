package dev.postern.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that is ready to be inserted, once or several times: its columns, preview and size, and its texts as they are stored, each
 * serialised once. Immutable. Made outside of any transaction ({@link Items#prepare}). The recipients' copies are derived from the sender's
 * copy ({@link #arrived}).
 */
public final class PreparedMessage {
    private final Item item;
    private final ItemTexts texts;
    private final String folded;
    private final List<StoredAttachment> attachments;
    private final byte @Nullable [] mime;

    /** @param mime the hash of the MIME in which it came; null when it did not */
    PreparedMessage(WrittenItem written, List<StoredAttachment> attachments, byte @Nullable [] mime) {
        this(
                written.item(),
                written.texts(),
                MailColumns.folded(
                        written.item(), Objects.requireNonNull(written.item().doc())),
                attachments,
                mime);
    }

    private PreparedMessage(
            Item item, ItemTexts texts, String folded, List<StoredAttachment> attachments, byte @Nullable [] mime) {
        this.item = item;
        this.texts = texts;
        this.folded = folded;
        this.attachments = List.copyOf(attachments);
        this.mime = mime;
    }

    /** As it will be, except for the number of its change. */
    public Item item() {
        return item;
    }

    ItemTexts texts() {
        return texts;
    }

    /** The copy on which conditions are answered. */
    String folded() {
        return folded;
    }

    /** Whether it refers to contents that are stored apart from its rows. */
    public boolean hasLargeContents() {
        return mime != null || attachments.stream().anyMatch(attachment -> attachment.hash() != null);
    }

    List<StoredAttachment> attachments() {
        return attachments;
    }

    byte @Nullable [] mime() {
        return mime;
    }

    /**
     * The copy of a recipient: unread, in the Inbox, with transport headers. Everything else is shared with this one.
     *
     * @param without properties that are the sender's own, in the message and in what is attached to it
     */
    public PreparedMessage arrived(ItemId id, List<String> without, ArrayNode headers, Instant now, Instant sent) {
        ObjectNode doc = Objects.requireNonNull(item.doc());
        boolean same = without.stream().noneMatch(doc::has);
        ObjectNode kept = same ? doc : StoredJson.object().setAll(doc).remove(without);
        List<StoredAttachment> attached = QueuedMessage.without(attachments, without);
        ItemTexts written = new ItemTexts(same ? texts.doc() : kept.toString(), headers.toString());
        Item copy = new Item(
                item.mailbox(),
                id,
                WellKnownFolder.INBOX.id(),
                0,
                0,
                0,
                times(now, sent),
                new Item.Flags(
                        false,
                        false,
                        item.flags().hasAttachments(),
                        item.flags().importance(),
                        "focused",
                        "notFlagged"),
                item.summary(),
                ItemSizes.of(Objects.requireNonNull(item.body()), written, item.summary(), attached),
                kept,
                item.body(),
                headers);
        return new PreparedMessage(copy, written, same ? folded : MailColumns.folded(copy, kept), attached, null);
    }

    /** The same message, received at another time. */
    public PreparedMessage receivedAt(Instant now) {
        return new PreparedMessage(item.withTimes(times(now, item.times().sent())), texts, folded, attachments, mime);
    }

    private static Item.Times times(Instant now, Instant sent) {
        Instant seconds = ChangeClock.seconds(now);
        return new Item.Times(seconds, seconds, seconds, ChangeClock.seconds(sent));
    }
}
