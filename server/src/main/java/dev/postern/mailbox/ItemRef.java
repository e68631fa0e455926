package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * The name of an item.
 *
 * @param id the item
 * @param moveCount how often it had moved when the name was given: a name of this kind is worth nothing after the next
 *     move. Null for a name that stays.
 */
public record ItemRef(ItemId id, @Nullable Long moveCount) {
    /** @throws MailboxFailure.ItemNotFound when the item is not there, was purged, or has moved since it was named */
    ItemCore require(@Nullable ItemCore item) {
        if (item == null
                || (moveCount != null && moveCount != item.moveCount())
                || item.folder().equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    /** A name that stays when the item moves. */
    public static ItemRef of(ItemId id) {
        return new ItemRef(id, null);
    }
}
