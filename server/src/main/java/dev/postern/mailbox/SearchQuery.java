package dev.postern.mailbox;

import dev.postern.query.SearchExpression;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in a mailbox, and how much of each item to read.
 *
 * @param folder null for the whole mailbox, without what lies in hidden folders and in Recoverable Items
 * @param after where the page before ended; null for the first page
 * @param top how many at most
 */
public record SearchQuery(
        @Nullable FolderId folder,
        SearchExpression search,
        @Nullable Place after,
        int top,
        Fields fields) {
    /** The same, with these fields of each item. */
    public SearchQuery reading(Fields fields) {
        return new SearchQuery(folder, search, after, top, fields);
    }

    /** Where an item stands among what is found. */
    public record Place(Instant sent, ItemId item) {
        public static Place of(Item item) {
            return new Place(item.message().sent(), item.id());
        }
    }
}
