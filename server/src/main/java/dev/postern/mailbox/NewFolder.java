package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder to be made.
 *
 * @param search what makes it a search folder; null for one that holds items
 * @param properties what programs add to it, by its Graph names
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
