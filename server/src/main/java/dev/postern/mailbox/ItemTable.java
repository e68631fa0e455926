package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of one kind of item in one mailbox, limited to the columns that all kinds share. */
final class ItemTable {
    /** The columns that a copy shares with its original, in addition to those of its kind. */
    private static final String COPIED = "has_attachments, size, doc, folded";

    /** The columns of every kind's table, except its keys and change numbers. */
    static final Set<String> SHARED = Set.of("created_at", "modified_at", "has_attachments", "size", "doc", "folded");

    /** The number of columns in {@link #core}. */
    static final int CORE_COLUMNS = 10;

    private final MailboxId mailbox;
    private final ItemKind kind;
    private final String core;

    ItemTable(MailboxId mailbox, ItemKind kind) {
        this.mailbox = mailbox;
        this.kind = kind;
        this.core = core(kind);
    }

    /** The columns that {@link #read} reads, in order. */
    static String core(ItemKind kind) {
        return "item_id, folder_id, move_count, changed, arrived, created_at, modified_at, has_attachments, ("
                + kind.unread() + "), size";
    }

    static ItemCore read(MailboxId mailbox, Row row) {
        return new ItemCore(
                mailbox,
                new ItemId(row.uuid(1)),
                new FolderId(row.uuid(2)),
                row.number(3),
                row.number(4),
                row.number(5),
                row.time(6),
                row.time(7),
                row.flag(8),
                row.flag(9),
                row.number(10));
    }

    ItemKind kind() {
        return kind;
    }

    private ItemCore read(Row row) {
        return read(mailbox, row);
    }

    private String own() {
        return kind.columns().stream().map(column -> ", " + column).collect(Collectors.joining());
    }

    private String from() {
        return " from " + kind.table() + " where mailbox_id = ?";
    }

    @Nullable
    ItemCore find(Sql sql, ItemId id) {
        return sql.one("select " + core + from() + " and item_id = ?", this::read, mailbox.value(), id.value());
    }

    /** Of the items that exist and were not purged. */
    Map<ItemId, Long> moveCounts(Sql sql, Collection<ItemId> ids) {
        List<Object> marked = SqlLists.padded(ids.stream().map(ItemId::value).toList());
        var values = new ArrayList<@Nullable Object>();
        values.add(mailbox.value());
        values.add(WellKnownFolder.RECOVERABLEITEMSPURGES.id().value());
        values.addAll(marked);
        var counts = new HashMap<ItemId, Long>();
        sql.list(
                        "select item_id, move_count" + from() + " and folder_id <> ? and item_id in ("
                                + SqlLists.marks(marked.size()) + ")",
                        row -> Map.entry(new ItemId(row.uuid(1)), row.number(2)),
                        values.toArray())
                .forEach(one -> counts.put(one.getKey(), one.getValue()));
        return counts;
    }

    /**
     * The item of this reference.
     *
     * @throws MailboxFailure.ItemNotFound if it does not exist, or was purged
     */
    ItemCore require(Sql sql, ItemRef ref) {
        return ref.require(find(sql, ref.id()));
    }

    /**
     * As {@link #require}, for an item whose attachments may be changed.
     *
     * @throws MailboxFailure.NotADraft if they may not, because it is a message that was sent
     */
    ItemCore requireAttachable(Sql sql, ItemRef ref) {
        ItemCore item = require(sql, ref);
        if (sql.number(
                        "select count(*)" + from() + " and item_id = ? and " + kind.attachable(),
                        mailbox.value(),
                        item.id().value())
                == 0) {
            throw new MailboxFailure.NotADraft("attachments");
        }
        return item;
    }

    boolean exists(Sql sql, ItemId id) {
        return sql.number("select count(*)" + from() + " and item_id = ?", mailbox.value(), id.value()) > 0;
    }

    /** Moves an item into another folder and counts the move. Returns the moved item. */
    ItemCore move(MailboxChange change, ItemId id, FolderId to) {
        for (ItemKind.Part part : kind.parts()) {
            if (part.inFolder()) {
                change.sql()
                        .update(
                                "update " + part.table() + " set folder_id = ? where mailbox_id = ? and item_id = ?",
                                to.value(),
                                mailbox.value(),
                                id.value());
            }
        }
        return present(change.sql()
                .one(
                        "update " + kind.table() + " set folder_id = ?, move_count = move_count + 1, changed = ?,"
                                + " arrived = ?, modified_at = ? where mailbox_id = ? and item_id = ? returning "
                                + core,
                        this::read,
                        to.value(),
                        change.number(),
                        change.number(),
                        change.time(),
                        mailbox.value(),
                        id.value()));
    }

    /** A copy under a new id in another folder. Attachments and contents are not copied. */
    ItemCore copy(MailboxChange change, ItemId from, ItemId to, FolderId folder) {
        return present(change.sql()
                .one(
                        "insert into " + kind.table()
                                + " (mailbox_id, item_id, folder_id, move_count, changed, arrived,"
                                + " created_at, modified_at, " + COPIED + own()
                                + ") select mailbox_id, ?, ?, 0, ?, ?, ?, ?, " + COPIED + own() + from()
                                + " and item_id = ? returning " + core,
                        this::read,
                        to.value(),
                        folder.value(),
                        change.number(),
                        change.number(),
                        change.time(),
                        change.time(),
                        mailbox.value(),
                        from.value()));
    }

    /** Copies the rows in other tables that belong to an item. */
    void copyParts(Sql sql, ItemId from, ItemId to, FolderId folder) {
        for (ItemKind.Part part : kind.parts()) {
            var values = new ArrayList<@Nullable Object>();
            values.add(to.value());
            if (part.inFolder()) {
                values.add(folder.value());
            }
            values.add(mailbox.value());
            values.add(from.value());
            sql.update(
                    "insert into " + part.table() + " (mailbox_id, item_id, " + (part.inFolder() ? "folder_id, " : "")
                            + part.columns() + ") select mailbox_id, ?, " + (part.inFolder() ? "?, " : "")
                            + part.columns() + " from " + part.table() + " where mailbox_id = ? and item_id = ?",
                    values.toArray());
        }
    }

    /** Records that the items of a folder came into the lists of the mailbox together with it. */
    void arriveAgain(MailboxChange change, FolderId folder) {
        change.sql()
                .update(
                        "update " + kind.table()
                                + " set changed = ?, arrived = ? where mailbox_id = ? and folder_id = ?",
                        change.number(),
                        change.number(),
                        mailbox.value(),
                        folder.value());
    }

    /** Updates the columns that a change of attachments or contents affects. */
    void touch(MailboxChange change, ItemCore after) {
        change.sql()
                .update(
                        "update " + kind.table() + " set changed = ?, modified_at = ?, has_attachments = ?, size = ?"
                                + kind.contentChanged() + " where mailbox_id = ? and item_id = ?",
                        change.number(),
                        change.time(),
                        after.hasAttachments(),
                        after.size(),
                        mailbox.value(),
                        after.id().value());
    }

    /** Removes the row of an item, and the rows in other tables that belong to it. */
    void delete(Sql sql, ItemId id) {
        for (ItemKind.Part part : kind.parts()) {
            sql.update(
                    "delete from " + part.table() + " where mailbox_id = ? and item_id = ?",
                    mailbox.value(),
                    id.value());
        }
        sql.update("delete" + from() + " and item_id = ?", mailbox.value(), id.value());
    }

    /** All items of a folder, in the default order of lists. */
    List<ItemCore> in(Sql sql, FolderId folder) {
        return sql.list(
                "select " + core + from() + " and folder_id = ? order by " + kind.order() + ", item_id",
                this::read,
                mailbox.value(),
                folder.value());
    }

    /** The number of items in a folder, and their total size. */
    Amount amount(Sql sql, FolderId folder) {
        Amount amount = sql.one(
                "select count(*), coalesce(sum(size), 0)" + from() + " and folder_id = ?",
                row -> new Amount(row.number(1), row.number(2)),
                mailbox.value(),
                folder.value());
        return amount == null ? Amount.NONE : amount;
    }

    /** Some of the items that were put into a folder first and have not changed since a time. */
    List<ItemCore> oldest(Sql sql, FolderId folder, Instant before, int limit) {
        return sql.list(
                "select " + core + from() + " and folder_id = ? and modified_at < ? order by changed, item_id limit ?",
                this::read,
                mailbox.value(),
                folder.value(),
                before,
                limit);
    }

    /** The hashes of the contents to which the item's own columns and its parts refer. */
    List<byte[]> contents(Sql sql, ItemId id) {
        var hashes = new ArrayList<byte[]>();
        for (String column : kind.contents()) {
            hashes.addAll(sql.list(
                    "select " + column + from() + " and item_id = ? and " + column + " is not null",
                    row -> row.bytes(1),
                    mailbox.value(),
                    id.value()));
        }
        for (ItemKind.Part part : kind.parts()) {
            if (part.contents() != null) {
                hashes.addAll(sql.list(
                        "select " + part.contents() + " from " + part.table()
                                + " where mailbox_id = ? and item_id = ? and " + part.contents() + " is not null",
                        row -> row.bytes(1),
                        mailbox.value(),
                        id.value()));
            }
        }
        return hashes;
    }

    record Amount(long items, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(items + other.items, bytes + other.bytes);
        }
    }

    private static ItemCore present(@Nullable ItemCore item) {
        if (item == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }
}
