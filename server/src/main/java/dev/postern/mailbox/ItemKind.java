package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;

/**
 * A kind of item, as data: what moves, copies, deletes, purges, lists and sweeps items does so in the table that its kind names.
 *
 * @param name in tombstones and in the queue of the search index
 * @param table whose first columns are those of {@link ItemTable}
 * @param properties what Graph calls the parts of an item, and where they are stored
 * @param contents columns that contain the hash of a content that the item refers to
 * @param unread a condition on a row: its folder counts it as unread
 * @param folderClass of the folders that may contain it
 * @param order the column by which lists are in order unless they ask for another
 */
public record ItemKind(
        String name,
        String table,
        FolderClass folderClass,
        PropertyTable properties,
        List<String> contents,
        String unread,
        String order) {
    public static final ItemKind MESSAGE = new ItemKind(
            "message",
            "message",
            FolderClass.MAIL,
            PropertyTable.MESSAGE,
            List.of("mime_hash"),
            "not is_read",
            "received_at");

    /** Every kind that mailboxes contain. */
    static final List<ItemKind> ALL = List.of(MESSAGE);

    public ItemKind {
        contents = List.copyOf(contents);
    }

    /** The columns that only this kind has, all of which a copy shares with its original. */
    List<String> columns() {
        var columns = new ArrayList<>(properties.columns());
        columns.addAll(contents);
        return columns;
    }
}
