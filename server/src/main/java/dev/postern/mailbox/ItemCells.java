package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of items as they are written, by name: those of every kind, and the statements for all of them. */
final class ItemCells {
    /** Columns that a change of properties cannot change. */
    private static final Set<String> FIXED =
            Set.of("mailbox_id", "item_id", "folder_id", "move_count", "arrived", "created_at");

    private ItemCells() {}

    /** The columns of every kind, without the mailbox and the change numbers; always the same in the same order. */
    static Map<String, @Nullable Object> of(ItemCore core) {
        var cells = new LinkedHashMap<String, @Nullable Object>();
        cells.put("item_id", core.id().value());
        cells.put("folder_id", core.folder().value());
        cells.put("move_count", core.moveCount());
        cells.put("created_at", core.created());
        cells.put("modified_at", core.modified());
        cells.put("has_attachments", core.hasAttachments());
        cells.put("size", core.size());
        return cells;
    }

    /** The row of a new item; always the same columns in the same order. */
    static Map<String, @Nullable Object> row(MailboxId mailbox, long change, Map<String, @Nullable Object> cells) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("mailbox_id", mailbox.value());
        row.put("changed", change);
        row.put("arrived", change);
        row.putAll(cells);
        return row;
    }

    static void insert(Sql sql, ItemKind kind, MailboxId mailbox, long change, Map<String, @Nullable Object> cells) {
        Map<String, @Nullable Object> row = row(mailbox, change, cells);
        sql.update(insert(kind, row.keySet()), row.values().toArray());
    }

    /** The statement that inserts a row with these columns. */
    static String insert(ItemKind kind, Set<String> columns) {
        return "insert into " + kind.table() + " (" + String.join(", ", columns) + ") values ("
                + SqlLists.marks(columns.size()) + ")";
    }

    /**
     * Updates the columns that a change of properties can change.
     *
     * @param fixed more columns that are not written
     * @param more assignments without values, each after a comma
     */
    static void update(
            Sql sql,
            ItemKind kind,
            ItemCore item,
            long change,
            Map<String, @Nullable Object> cells,
            Set<String> fixed,
            String more) {
        var written = new LinkedHashMap<>(cells);
        written.keySet().removeAll(FIXED);
        written.keySet().removeAll(fixed);
        written.put("changed", change);
        String columns =
                written.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        written.put("mailbox_id", item.mailbox().value());
        written.put("item_id", item.id().value());
        sql.update(
                "update " + kind.table() + " set " + columns + more + " where mailbox_id = ? and item_id = ?",
                written.values().toArray());
    }

    /** The texts to select if the fields ask for them; null for those that they leave out or that are too large. */
    static String texts(Fields fields, String weight, boolean wanted, String... columns) {
        String when = fields.bounded() ? "case when " + weight + " <= " + fields.inline() + " then " : "";
        String end = fields.bounded() ? " end" : "";
        var list = new StringBuilder();
        for (String column : columns) {
            list.append(wanted ? ", " + when + column + end : ", null");
        }
        return list.toString();
    }
}
