package dev.postern.mailbox;

import dev.postern.query.SearchExpression;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A search in a mailbox, and the properties to read of each result.
 *
 * @param folder null for the whole mailbox, without hidden folders and Recoverable Items
 * @param after the end of the previous page; null for the first page
 * @param top the maximum number of results
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

    /** The position of an item in the results. */
    public record Place(Instant sent, ItemId item) {
        public static Place of(Item item) {
            return new Place(item.message().sent(), item.id());
        }
    }
}
