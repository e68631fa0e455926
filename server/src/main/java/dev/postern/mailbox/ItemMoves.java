package dev.postern.mailbox;

/** Moves, copies, deletes, purges and removes items of every kind, each within one change. */
final class ItemMoves {
    private final MailboxContext context;
    private final FolderRows folders;
    private final AttachmentRows attachments;
    private final Contents contents;
    private final boolean toDeletedItems;

    /**
     * @param toDeletedItems whether a deleted item is moved to Deleted Items, not to Recoverable Items
     */
    ItemMoves(
            MailboxContext context,
            FolderRows folders,
            AttachmentRows attachments,
            Contents contents,
            boolean toDeletedItems) {
        this.context = context;
        this.folders = folders;
        this.attachments = attachments;
        this.contents = contents;
        this.toDeletedItems = toDeletedItems;
    }

    /** Moves an item, which changes its default id. Returns the moved item. */
    ItemCore move(MailboxChange change, ItemTable table, ItemCore item, FolderId to) {
        change.moved(table.kind(), item, to);
        return table.move(change, item.id(), to);
    }

    /** Copies an item with its attachments into a folder of the same mailbox. */
    ItemCore copy(MailboxChange change, ItemTable table, ItemCore item, ItemId to, FolderId folder) {
        boolean recoverable = folders.isRecoverable(change.sql(), folder);
        change.grow(MailboxUsage.Growth.of(recoverable, 1, item.size()));
        return copyCounted(change, table, item, to, folder);
    }

    /** As {@link #copy}. The caller has counted what it adds to the usage, and the id is new. */
    ItemCore copyCounted(MailboxChange change, ItemTable table, ItemCore item, FolderId folder) {
        return copyCounted(change, table, item, new ItemId(context.clock().nextId()), folder);
    }

    private ItemCore copyCounted(MailboxChange change, ItemTable table, ItemCore item, ItemId to, FolderId folder) {
        ItemCore copy = table.copy(change, item.id(), to, folder);
        change.added(table.kind(), copy);
        table.copyParts(change.sql(), item.id(), to, folder);
        attachments.copy(change.sql(), item.id(), to);
        table.contents(change.sql(), to).forEach(hash -> contents.refer(change.sql(), hash, 1));
        return copy;
    }

    /**
     * Deletes an item so that it can be recovered.
     *
     * @throws MailboxFailure.CannotDelete if it is in Recoverable Items already
     */
    ItemCore delete(MailboxChange change, ItemTable table, ItemCore item) {
        if (item.folder().equals(WellKnownFolder.RECOVERABLEITEMSDELETIONS.id())) {
            throw new MailboxFailure.CannotDelete();
        }
        FolderId trash = WellKnownFolder.DELETEDITEMS.id();
        boolean toTrash = toDeletedItems && !item.folder().equals(trash);
        return move(change, table, item, toTrash ? trash : WellKnownFolder.RECOVERABLEITEMSDELETIONS.id());
    }

    /** Deletes an item so that no program can reach it again. */
    ItemCore purge(MailboxChange change, ItemTable table, ItemCore item) {
        return move(change, table, item, WellKnownFolder.RECOVERABLEITEMSPURGES.id());
    }

    /** Removes the row of an item and everything that belongs to it. */
    void remove(MailboxChange change, ItemTable table, ItemCore item) {
        if (table.kind().equals(ItemKind.EVENT)) {
            SeriesTombstones.recordStored(change, item.id());
        }
        attachments.remove(change.sql(), item.id());
        table.contents(change.sql(), item.id()).forEach(hash -> contents.release(change.sql(), hash));
        table.delete(change.sql(), item.id());
        change.removed(table.kind(), item);
    }
}
