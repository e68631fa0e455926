package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of item, as data. The code that moves, copies, deletes, purges, lists and sweeps items works on the table that
 * the kind names.
 *
 * @param name in tombstones and in the queue of the search index
 * @param table a table whose first columns are those of {@link ItemTable}
 * @param folderClass the class of folders that may contain it
 * @param properties the Graph names of an item's properties, and where they are stored
 * @param contents columns with the hash of a content that the item refers to
 * @param parts tables with rows that belong to an item and are copied, moved and removed with it
 * @param unread a condition on a row: its folder counts it as unread
 * @param attachable a condition on a row: attachments may be added to it and removed from it
 * @param order the column by which lists are sorted by default
 */
public record ItemKind(
        String name,
        String table,
        FolderClass folderClass,
        PropertyTable properties,
        List<String> contents,
        List<Part> parts,
        String unread,
        String attachable,
        String order) {
    public static final ItemKind MESSAGE = new ItemKind(
            "message",
            "message",
            FolderClass.MAIL,
            PropertyTable.MESSAGE,
            List.of("mime_hash"),
            List.of(),
            "not is_read",
            "is_draft",
            "received_at");

    public static final ItemKind EVENT = new ItemKind(
            "event",
            "event",
            FolderClass.CALENDAR,
            PropertyTable.EVENT,
            List.of(),
            List.of(
                    new Part(
                            "event_exception",
                            "original_date, is_deleted, starts_at, ends_at, changed, size, doc",
                            false,
                            null),
                    new Part("event_week", "level, position", true, null),
                    new Part("event_reminder", "early_minutes, snoozed_to", true, null),
                    new Part(
                            OccurrenceAttachments.TABLE,
                            "original_date, " + AttachmentRows.COPIED,
                            false,
                            "content_hash")),
            "1 = 0",
            "1 = 1",
            "starts_at");

    /** The only attachment of a contact is its photo. */
    public static final ItemKind CONTACT = new ItemKind(
            "contact",
            "contact",
            FolderClass.CONTACTS,
            PropertyTable.CONTACT,
            List.of(),
            List.of(),
            "1 = 0",
            "1 = 1",
            "created_at");

    /** Every kind of item that exists. */
    static final List<ItemKind> ALL = List.of(MESSAGE, EVENT, CONTACT);

    public ItemKind {
        contents = List.copyOf(contents);
        parts = List.copyOf(parts);
    }

    /**
     * A table with rows that belong to an item.
     *
     * @param columns without the keys of the mailbox, the item and the folder
     * @param inFolder whether it has the item's {@code folder_id} too
     * @param contents the column with the hash of a content that the row refers to; null if it has none
     */
    public record Part(
            String table,
            String columns,
            boolean inFolder,
            @Nullable String contents) {}

    /** @throws IllegalArgumentException if no kind has this name */
    static ItemKind of(String name) {
        return ALL.stream()
                .filter(kind -> kind.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of items is called " + name));
    }

    /** The assignment for a change of more than the read flag; empty for kinds without that flag. */
    String contentChanged() {
        return table.equals("message") ? ", content_changed = null" : "";
    }

    /** The columns that only this kind has. A copy shares all of them with its original. */
    List<String> columns() {
        var columns = new ArrayList<>(properties.columns());
        columns.addAll(contents);
        return columns;
    }
}
