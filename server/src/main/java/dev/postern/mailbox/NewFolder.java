package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder to be created.
 *
 * @param search the search of a search folder; null for a folder that contains items
 * @param properties added by programs, by their Graph names
 */
public record NewFolder(
        String name,
        boolean hidden,
        @Nullable SearchFolder search,
        @Nullable ObjectNode properties) {
    public static NewFolder plain(String name, boolean hidden) {
        return new NewFolder(name, hidden, null, null);
    }
}
