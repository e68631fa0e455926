package dev.postern.mailbox;

import dev.postern.store.Sql;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of one kind in one mailbox, and what is done with items of every kind in the same way. Thread-safe; see
 * {@link Mailboxes} about blocking and exceptions.
 */
public final class KindItems {
    private final MailboxContext context;
    private final ItemReader reader;
    private final ItemTable table;
    private final ItemLists lists;
    private final ItemMoves moves;
    private final Attachments attachments;
    private final BoundedReads boundedReads;

    KindItems(
            MailboxContext context,
            ItemReader reader,
            Contents contents,
            boolean toDeletedItems,
            Attachments.AttachmentsChanged changed) {
        this.context = context;
        this.reader = reader;
        this.table = new ItemTable(context.id(), reader.kind());
        FolderRows folders = new FolderRows(context.id(), reader.kind().folderClass());
        AttachmentRows attachmentRows = new AttachmentRows(context.id(), contents);
        this.lists = new ItemLists(context.id(), reader, folders);
        this.moves = new ItemMoves(context, folders, attachmentRows, contents, toDeletedItems);
        this.attachments = new Attachments(context, table, attachmentRows, contents, changed);
        this.boundedReads = new BoundedReads(context, reader);
    }

    public ItemKind kind() {
        return reader.kind();
    }

    public Attachments attachments() {
        return attachments;
    }

    public BoundedReads boundedReads() {
        return boundedReads;
    }

    ItemReader reader() {
        return reader;
    }

    ItemTable table() {
        return table;
    }

    ItemLists lists() {
        return lists;
    }

    ItemMoves moves() {
        return moves;
    }

    /**
     * Reads one item.
     *
     * @throws MailboxFailure.ItemNotFound if no item of this kind has this id
     */
    public Item get(ItemRef ref, Fields fields) {
        return context.database().read(sql -> require(sql, ref, fields));
    }

    /** Returns how often items have been moved, for those that exist and were not purged. */
    public Map<ItemId, Long> moveCounts(Collection<ItemId> ids) {
        return ids.isEmpty() ? Map.of() : context.database().read(sql -> table.moveCounts(sql, ids));
    }

    /**
     * Lists items.
     *
     * @throws MailboxFailure.FolderNotFound if the query names a folder that does not exist
     * @throws dev.postern.store.UnsupportedCondition if the condition or the sort uses a property that does not support
     *     it
     */
    public Page<Item> list(ListQuery query) {
        return context.database().read(sql -> lists.read(sql, query));
    }

    /** Moves an item, which changes its default id. Returns the moved item. */
    public Item move(ItemRef ref, FolderId to) {
        return context.change(change -> move(change, ref, to));
    }

    /** As {@link #move(ItemRef, FolderId)}, as a part of the caller's change. */
    public Item move(MailboxChange change, ItemRef ref, FolderId to) {
        moves.move(change, table, table.require(change.sql(), ref), to);
        return read(change.sql(), ref.id());
    }

    /** Copies an item with its attachments into a folder of the same mailbox. Returns the copy. */
    public Item copy(ItemRef ref, FolderId to) {
        ItemId id = new ItemId(context.clock().nextId());
        return context.change(change -> {
            moves.copy(change, table, table.require(change.sql(), ref), id, to);
            return read(change.sql(), id);
        });
    }

    /**
     * Deletes an item so that it can be recovered.
     *
     * @param changeKey the change key that the caller knows; null to delete any state
     * @throws MailboxFailure.CannotDelete if it is in Recoverable Items already
     */
    public void delete(ItemRef ref, @Nullable String changeKey) {
        context.change(change -> delete(change, ref, changeKey));
    }

    /** As {@link #delete(ItemRef, String)}, as a part of the caller's change. Returns the moved item. */
    public ItemCore delete(MailboxChange change, ItemRef ref, @Nullable String changeKey) {
        return moves.delete(change, table, table.require(change.sql(), ref).require(changeKey));
    }

    /** Deletes an item so that no program can reach it again. */
    public void purge(ItemRef ref) {
        context.change(change -> purge(change, ref));
    }

    /** As {@link #purge(ItemRef)}, as a part of the caller's change. */
    public ItemCore purge(MailboxChange change, ItemRef ref) {
        return moves.purge(change, table, table.require(change.sql(), ref));
    }

    /** The item in any folder, also if it was purged; null if it does not exist. */
    public @Nullable Item find(Sql sql, ItemId id, Fields fields) {
        return reader.find(sql, context.id(), id, fields);
    }

    /** As {@link #get}, in the caller's transaction. */
    public Item require(Sql sql, ItemRef ref, Fields fields) {
        Item item = find(sql, ref.id(), fields);
        ref.require(item == null ? null : item.core());
        if (item == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }

    /** The item after a change, also if it was purged. */
    private Item read(Sql sql, ItemId id) {
        Item item = find(sql, id, new Fields(kind().properties(), null, Integer.MAX_VALUE));
        if (item == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return item;
    }
}
