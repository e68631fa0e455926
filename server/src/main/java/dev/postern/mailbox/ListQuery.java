package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for items of a mailbox.
 *
 * @param folder null for the whole mailbox, without hidden folders and Recoverable Items
 * @param condition null for all items
 * @param orders the sort; empty for the latest received first
 * @param skip the number of items to skip
 * @param top the maximum number of items
 * @param count whether to count all pages, which costs a scan of all matches
 * @param fields the properties to read of each item
 */
public record ListQuery(
        @Nullable FolderId folder,
        @Nullable Condition condition,
        List<Order> orders,
        int skip,
        int top,
        boolean count,
        Fields fields) {
    public ListQuery {
        orders = List.copyOf(orders);
        if (skip < 0 || top < 0) {
            throw new IllegalArgumentException("skip and top are not negative");
        }
    }

    /** The latest items of a folder, or of the mailbox if it is null. */
    static ListQuery newest(@Nullable FolderId folder, int top, Fields fields) {
        return new ListQuery(folder, null, List.of(), 0, top, false, fields);
    }

    ListQuery where(Condition condition) {
        return new ListQuery(folder, condition, orders, skip, top, count, fields);
    }

    ListQuery orderBy(List<Order> orders) {
        return new ListQuery(folder, condition, orders, skip, top, count, fields);
    }

    /** The same, with these fields of each item. */
    public ListQuery reading(Fields fields) {
        return new ListQuery(folder, condition, orders, skip, top, count, fields);
    }

    ListQuery skip(int skip) {
        return new ListQuery(folder, condition, orders, skip, top, count, fields);
    }

    ListQuery counted() {
        return new ListQuery(folder, condition, orders, skip, top, true, fields);
    }
}
