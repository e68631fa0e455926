package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An item as it was read. What was not asked for is null: {@code doc}, {@code body} and {@code headers} each cost reading.
 * The records are immutable; the JSON nodes belong to whoever read the item.
 *
 * @param folder where it lies
 * @param moveCount how often it has moved
 * @param changed the mailbox's change sequence when the item last changed
 * @param arrived the change sequence when it came into its folder
 * @param size bytes, about
 * @param doc the properties that no other component holds, by their Graph names
 * @param headers what transport added, an array of name and value; null also when there is none
 */
public record Item(
        MailboxId mailbox,
        ItemId id,
        FolderId folder,
        long moveCount,
        long changed,
        long arrived,
        Times times,
        Flags flags,
        Summary summary,
        long size,
        @Nullable ObjectNode doc,
        @Nullable Body body,
        @Nullable ArrayNode headers) {

    /** All in whole seconds, which is what the wire shows, so that what is shown can be asked for. */
    public record Times(Instant created, Instant modified, Instant received, Instant sent) {}

    /** Importance, classification and flag by their Graph names ({@code normal}, {@code focused}, {@code notFlagged}). */
    public record Flags(
            boolean read,
            boolean draft,
            boolean hasAttachments,
            String importance,
            String classification,
            String flagStatus) {}

    public record Summary(
            @Nullable String subject,
            @Nullable Address from,
            @Nullable Address sender,
            String conversationId,
            @Nullable String internetMessageId,
            String preview) {}

    Item ofSize(long bytes) {
        return new Item(
                mailbox, id, folder, moveCount, changed, arrived, times, flags, summary, bytes, doc, body, headers);
    }

    Item withTimes(Times other) {
        return new Item(
                mailbox, id, folder, moveCount, changed, arrived, other, flags, summary, size, doc, body, headers);
    }

    /** Changes with every change of the item; the payload of its ETag. */
    public String changeKey() {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(id.value().getLeastSignificantBits()).putLong(changed);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
