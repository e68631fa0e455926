package dev.postern.subscription;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.store.Row;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of an item, as package {@code mailbox} recorded it.
 *
 * @param number the change number
 * @param moveCount before the change
 * @param from the folder before the change; null for a new item
 * @param to the folder after it; null for an item that was removed
 * @param properties that may have changed, by their Graph names; empty if all may have
 * @param image the state before the change, as JSON; null if it was not recorded
 * @param fromListed whether lists of the whole mailbox contained the folder before the change
 * @param toListed the same of the folder after it
 */
record RecordedChange(
        long number,
        SubscribedKind kind,
        What what,
        ItemId item,
        long moveCount,
        @Nullable FolderId from,
        @Nullable FolderId to,
        List<String> properties,
        @Nullable String image,
        boolean fromListed,
        boolean toListed) {
    static final String COLUMNS = "changed, step, kind, what, item_id, move_count, from_id, to_id, properties, image,"
            + " from_listed, to_listed";

    enum What {
        ADDED,
        UPDATED,
        MOVED,
        REMOVED,
        REACHED
    }

    static RecordedChange read(Row row) {
        String names = row.textOrNull(9);
        return new RecordedChange(
                row.number(1),
                SubscribedKind.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
                What.valueOf(row.text(4)),
                new ItemId(row.uuid(5)),
                row.number(6),
                folder(row, 7),
                folder(row, 8),
                names == null || names.isEmpty() ? List.of() : List.of(names.split(",")),
                row.textOrNull(10),
                row.flag(11),
                row.flag(12));
    }

    private static @Nullable FolderId folder(Row row, int column) {
        var id = row.uuidOrNull(column);
        return id == null ? null : new FolderId(id);
    }
}
