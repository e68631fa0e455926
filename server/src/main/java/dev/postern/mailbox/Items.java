package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of mailboxes. Any thread may use it; see {@link Mailboxes} for what blocks and what is thrown. Counts of
 * folders change in the same transaction as the items they count.
 */
public final class Items {
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final ItemRows rows;
    private final FolderRows folders;
    private final ItemLists lists;
    private final Attachments attachments;
    private final MimeSource mimeSources;
    private final MessageReader reader;
    private final boolean deletedItems;

    Items(
            MailboxContext context,
            ItemRows rows,
            FolderRows folders,
            ItemLists lists,
            Attachments attachments,
            MimeSource mimeSources,
            MessageReader reader,
            boolean deletedItems) {
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.rows = rows;
        this.folders = folders;
        this.lists = lists;
        this.attachments = attachments;
        this.mimeSources = mimeSources;
        this.reader = reader;
        this.deletedItems = deletedItems;
    }

    /** Stores a new message. @throws MailboxFailure.FolderNotFound when the folder is not there */
    public Item create(FolderId folder, NewMessage message) {
        PreparedItem prepared = prepare(new ItemId(clock.nextId()), folder, message);
        return database.write(sql -> insert(sql, prepared));
    }

    /**
     * Everything about a new message that can be done before its transaction: its columns, its preview, and large
     * attachments, which are written here.
     */
    public PreparedItem prepare(ItemId id, FolderId folder, NewMessage message) {
        List<StoredAttachment> stored = attachments.store(message.attachments());
        Item item = reader.read(mailbox, id, folder, message, stored);
        return new PreparedItem(
                item.ofSize(Math.max(item.size(), MimeSource.size(message.original()))),
                stored,
                mimeSources.store(message.original()));
    }

    /** Inserts what was prepared, in the caller's transaction; takes the number of the change. */
    public Item insert(Sql sql, PreparedItem prepared) {
        Item item = prepared.item();
        long change = usage.change(sql, MailboxUsage.Growth.of(false, 1, item.size()));
        boolean recoverable =
                folders.count(sql, item.folder(), change, 1, item.flags().read() ? 0 : 1);
        if (recoverable) {
            usage.add(sql, MailboxUsage.Growth.moved(true, 1, item.size()));
        }
        rows.insert(sql, item, change);
        IndexQueue.note(sql, mailbox, item.id(), change);
        attachments.insert(sql, item.id(), prepared.attachments());
        mimeSources.keep(sql, item.id(), prepared.original());
        return changed(item, change);
    }

    private static Item changed(Item item, long change) {
        return new Item(
                item.mailbox(),
                item.id(),
                item.folder(),
                item.moveCount(),
                change,
                change,
                item.times(),
                item.flags(),
                item.summary(),
                item.size(),
                item.doc(),
                item.body(),
                item.headers());
    }

    /** Reads one message. @throws MailboxFailure.ItemNotFound when it is not there under this name */
    public Item get(ItemRef ref, Fields fields) {
        return database.read(sql -> rows.require(sql, ref, fields));
    }

    /**
     * Lists messages.
     *
     * @throws MailboxFailure.FolderNotFound when the query names a folder that is not there
     * @throws dev.postern.store.UnsupportedCondition when the condition or the sort asks for what is not kept
     */
    public Page<Item> list(ListQuery query) {
        return database.read(sql -> lists.read(sql, query));
    }

    /**
     * Changes properties, by their Graph names; what the mailbox decides is ignored.
     *
     * @param changeKey the one the caller knows; null when it does not matter
     * @throws MailboxFailure.ChangeKeyMismatch when the item has changed since
     * @throws MailboxFailure.NotADraft when a property may be changed only in a draft
     */
    public Item update(ItemRef ref, @Nullable String changeKey, ObjectNode patch) {
        return database.write(sql -> {
            long change = usage.change(sql);
            Item before = expect(rows.require(sql, ref, Fields.DEFAULT), changeKey);
            Item after = reader.patch(before, patch);
            grow(sql, before, after.size());
            rows.update(sql, after, change);
            if (MimeSource.differ(before, after)) {
                mimeSources.drop(sql, before.id());
            }
            if (SearchFields.PROPERTIES.stream().anyMatch(patch::has)) {
                IndexQueue.note(sql, mailbox, ref.id(), change);
            }
            if (before.flags().read() != after.flags().read()) {
                folders.count(sql, before.folder(), change, 0, before.flags().read() ? 1 : -1);
            }
            return rows.require(sql, ItemRef.of(ref.id()), Fields.DEFAULT);
        });
    }

    /** Counts the size that an item gets, which whoever calls writes. */
    private void grow(Sql sql, Item before, long size) {
        if (size != before.size()) {
            boolean recoverable = folders.isRecoverable(sql, before.folder());
            usage.add(sql, MailboxUsage.Growth.of(recoverable, 0, size - before.size()));
        }
    }

    /**
     * Gives a draft the MIME that says what it says.
     *
     * @throws MailboxFailure.NotADraft when it is none
     */
    public void keepOriginal(ItemRef ref, Content original) {
        byte[] hash = mimeSources.store(original);
        database.write(sql -> {
            long change = usage.change(sql);
            Item item = rows.require(sql, ref, Fields.COLUMNS);
            if (!item.flags().draft()) {
                throw new MailboxFailure.NotADraft("$value");
            }
            mimeSources.drop(sql, item.id());
            mimeSources.keep(sql, item.id(), hash);
            long size = Math.max(item.size(), MimeSource.size(original));
            grow(sql, item, size);
            return sql.update(
                    "update item set changed = ?, modified_at = ?, size = ? where mailbox_id = ? and item_id = ?",
                    change,
                    clock.now(),
                    size,
                    mailbox.value(),
                    item.id().value());
        });
    }

    private static Item expect(Item item, @Nullable String changeKey) {
        if (changeKey != null && !changeKey.equals(item.changeKey())) {
            throw new MailboxFailure.ChangeKeyMismatch();
        }
        return item;
    }

    /** Moves an item; its default id is another one afterwards. Answers it as it is there. */
    public Item move(ItemRef ref, FolderId to) {
        return database.write(sql -> {
            long change = usage.change(sql);
            return move(sql, rows.require(sql, ref, Fields.COLUMNS), to, change);
        });
    }

    Item move(Sql sql, Item item, FolderId to, long change) {
        long unread = item.flags().read() ? 0 : 1;
        boolean wasRecoverable = folders.count(sql, item.folder(), change, -1, -unread);
        boolean recoverable = folders.count(sql, to, change, 1, unread);
        if (wasRecoverable != recoverable) {
            usage.add(sql, MailboxUsage.Growth.moved(recoverable, 1, item.size()));
        }
        folders.addTombstone(sql, item.folder(), change, item.id().value(), item.moveCount());
        Item moved = rows.move(sql, item.id(), to, new ItemRows.Stamp(change, clock.now()));
        if (moved == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return moved;
    }

    /** Copies an item with its attachments into a folder of the same mailbox; answers the copy. */
    public Item copy(ItemRef ref, FolderId to) {
        UUID id = clock.nextId();
        return database.write(sql -> {
            long change = usage.change(sql);
            Item item = rows.require(sql, ref, Fields.COLUMNS);
            usage.add(sql, MailboxUsage.Growth.of(folders.isRecoverable(sql, to), 1, item.size()));
            return copy(sql, ref.id(), new ItemId(id), to, change);
        });
    }

    /** What it adds is counted by the caller. */
    Item copy(Sql sql, ItemId from, ItemId to, FolderId folder, long change) {
        Item copy = rows.copy(sql, from, to, folder, new ItemRows.Stamp(change, clock.now()));
        if (copy == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        folders.count(sql, folder, change, 1, copy.flags().read() ? 0 : 1);
        attachments.copy(sql, from, to);
        mimeSources.copied(sql, to);
        IndexQueue.note(sql, mailbox, to, change);
        return copy;
    }

    /**
     * Deletes so that it can be recovered.
     *
     * @param changeKey the one the caller knows; null when it does not matter
     * @throws MailboxFailure.CannotDelete when it waits in Recoverable Items already
     */
    public void delete(ItemRef ref, @Nullable String changeKey) {
        database.write(sql -> {
            long change = usage.change(sql);
            Item item = expect(rows.require(sql, ref, Fields.COLUMNS), changeKey);
            if (item.folder().equals(WellKnownFolder.RECOVERABLEITEMSDELETIONS.id())) {
                throw new MailboxFailure.CannotDelete();
            }
            FolderId trash = WellKnownFolder.DELETEDITEMS.id();
            boolean toTrash = deletedItems && !item.folder().equals(trash);
            return move(sql, item, toTrash ? trash : WellKnownFolder.RECOVERABLEITEMSDELETIONS.id(), change);
        });
    }

    /** Deletes so that no program can reach it again. */
    public void purge(ItemRef ref) {
        move(ref, WellKnownFolder.RECOVERABLEITEMSPURGES.id());
    }

    /**
     * Turns a draft into a sent message, in the caller's transaction: into Sent Items, or out of sight when no copy is kept.
     * Its lasting id stays.
     *
     * @param changeKey the one the caller knows; null when it does not matter
     * @throws MailboxFailure.NotADraft when it is none
     */
    public Item markSent(Sql sql, ItemRef ref, @Nullable String changeKey, boolean keep) {
        long change = usage.change(sql);
        Item item = expect(rows.require(sql, ref, Fields.COLUMNS), changeKey);
        if (!item.flags().draft()) {
            throw new MailboxFailure.NotADraft("send");
        }
        sql.update(
                "update item set is_draft = ?, sent_at = ?, received_at = ? where mailbox_id = ? and item_id = ?",
                false,
                clock.now(),
                clock.now(),
                mailbox.value(),
                item.id().value());
        IndexQueue.note(sql, mailbox, item.id(), change); // the time it was sent is the order of what is found
        WellKnownFolder to = keep ? WellKnownFolder.SENTITEMS : WellKnownFolder.RECOVERABLEITEMSPURGES;
        return move(sql, item, to.id(), change);
    }
}
