package dev.postern.mailbox;

import java.util.Set;

/** What a change did to one item, as the consumers of changes see it. */
sealed interface ItemChange {
    ItemKind kind();

    ItemId item();

    /** It is new in the mailbox: created, copied or delivered. */
    record Added(ItemKind kind, ItemId item, FolderId folder) implements ItemChange {}

    /** @param properties whose values may be others, by their Graph names */
    record Updated(ItemKind kind, ItemId item, FolderId folder, Set<String> properties) implements ItemChange {
        public Updated {
            properties = Set.copyOf(properties);
        }
    }

    record Moved(ItemKind kind, ItemId item, FolderId from, FolderId to) implements ItemChange {}

    /** Its row is gone. */
    record Removed(ItemKind kind, ItemId item, FolderId folder) implements ItemChange {}
}
