package dev.postern.mailbox.sync;

import java.util.List;
import java.util.UUID;

/**
 * A part of a round: first what is no longer in the scope, then what is in it.
 *
 * @param end the position after all of them
 */
public record SyncPage<T>(List<Removed> removed, List<Entry<T>> entries, SyncPosition end) {
    public SyncPage {
        removed = List.copyOf(removed);
        entries = List.copyOf(entries);
    }

    /**
     * An object that is no longer in the scope under this id.
     *
     * @param moveCount of an item when it was
     */
    public record Removed(UUID id, long moveCount) {}

    /** @param after the position after this object */
    public record Entry<T>(T value, SyncPosition after) {}
}
