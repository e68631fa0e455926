package dev.postern.mailbox;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an item.
 *
 * @param id the item
 * @param moveCount how often it had been moved when the reference was given out: such a reference becomes invalid with
 *     the next move. Null for an immutable reference.
 * @param occurrence the original date of one occurrence of a series; null for the item itself. Only attachments, uploads
 *     and extensions distinguish occurrences by it
 */
public record ItemRef(
        ItemId id, @Nullable Long moveCount, @Nullable LocalDate occurrence) {
    public ItemRef(ItemId id, @Nullable Long moveCount) {
        this(id, moveCount, null);
    }

    /**
     * @throws MailboxFailure.ItemNotFound if the item does not exist, was purged, or has moved since the reference was
     * given out
     */
    ItemCore require(@Nullable ItemCore item) {
        if (item == null
                || (moveCount != null && moveCount != item.moveCount())
                || item.folder().equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    /** A reference that stays valid when the item moves. */
    public static ItemRef of(ItemId id) {
        return new ItemRef(id, null);
    }
}
