package dev.postern.mailbox;

import java.util.Set;

/** The effect of a change on one item, for the consumers of changes. */
sealed interface ItemChange {
    ItemKind kind();

    ItemId item();

    /** The item is new in the mailbox: created, copied or delivered. */
    record Added(ItemKind kind, ItemId item, FolderId folder) implements ItemChange {}

    /**
     * @param properties the properties whose values may have changed, by their Graph names
     */
    record Updated(ItemKind kind, ItemId item, FolderId folder, Set<String> properties) implements ItemChange {
        public Updated {
            properties = Set.copyOf(properties);
        }
    }

    record Moved(ItemKind kind, ItemId item, FolderId from, FolderId to) implements ItemChange {}

    /** The row of the item was removed. */
    record Removed(ItemKind kind, ItemId item, FolderId folder) implements ItemChange {}
}
