package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a mailbox, in which order, and how much of each.
 *
 * @param folder null for the whole mailbox, without what lies in hidden folders and in Recoverable Items
 * @param condition which of them; null for all
 * @param orders the sort; empty for newest first by the time of receipt
 * @param skip how many to leave out from the beginning
 * @param top how many at most
 * @param count whether to count all pages, which costs a walk over every match
 * @param fields what to read of each item
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

    /** The newest of a folder, or of the mailbox when it is null. */
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
