package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * An item as somebody named it.
 *
 * @param id the item
 * @param moveCount how often it had moved when the name was given: a name of this kind is worth nothing after the next
 *     move. Null for a name that stays.
 */
public record ItemRef(ItemId id, @Nullable Long moveCount) {
    /** A name that stays when the item moves. */
    public static ItemRef of(ItemId id) {
        return new ItemRef(id, null);
    }
}
