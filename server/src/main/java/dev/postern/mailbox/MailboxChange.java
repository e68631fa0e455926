package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One change of one mailbox, within the transaction that has its lock. It counts the effect on folders and on the
 * mailbox's usage, writes tombstones, and passes the change to its consumers. The rows of items and folders are written
 * by their own classes.
 */
public final class MailboxChange {
    private final Sql sql;
    private final MailboxId mailbox;
    private final long number;
    private final Instant time;
    private final MailboxUsage usage;
    private final List<ChangeConsumer> consumers;
    private final RecordedChanges recorded;

    MailboxChange(
            Sql sql,
            MailboxId mailbox,
            long number,
            Instant time,
            MailboxUsage usage,
            List<ChangeConsumer> consumers,
            RecordedChanges recorded) {
        this.sql = sql;
        this.mailbox = mailbox;
        this.number = number;
        this.time = time;
        this.usage = usage;
        this.consumers = consumers;
        this.recorded = recorded;
    }

    public Sql sql() {
        return sql;
    }

    public long number() {
        return number;
    }

    /** The time of the change in whole seconds. */
    public Instant time() {
        return time;
    }

    /** Counts what the change adds to the mailbox or removes, if the methods below do not. */
    void grow(MailboxUsage.Growth growth) {
        usage.add(sql, growth);
    }

    /**
     * Records that the row of a new item is in its folder. The caller counts what it adds to the usage, which it may
     * know earlier.
     *
     * @return whether the folder is in Recoverable Items
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     */
    boolean added(ItemKind kind, ItemCore item) {
        boolean recoverable = folders(kind).count(sql, item.folder(), number, 1, unread(item));
        tell(new ItemChange.Added(kind, item.id(), item.folder()));
        recorded.added(sql, kind, item.id(), item.folder());
        return recoverable;
    }

    /**
     * Records that an item was moved to another folder.
     *
     * @param before the item before the move
     */
    void moved(ItemKind kind, ItemCore before, FolderId to) {
        boolean wasRecoverable = folders(kind).count(sql, before.folder(), number, -1, -unread(before));
        boolean recoverable = folders(kind).count(sql, to, number, 1, unread(before));
        if (wasRecoverable != recoverable) {
            grow(MailboxUsage.Growth.moved(recoverable, 1, before.size()));
        }
        Tombstones.addItem(this, kind, before);
        tell(new ItemChange.Moved(kind, before.id(), before.folder(), to));
        recorded.moved(sql, kind, before, to);
    }

    /** Keeps the state of an item for subscriptions with a filter. Called before {@link #updated}, with all that was read of the item. */
    void remember(Item before) {
        recorded.remember(before);
    }

    /** Records that the row of an item was removed. */
    void removed(ItemKind kind, ItemCore before) {
        boolean recoverable = folders(kind).count(sql, before.folder(), number, -1, -unread(before));
        grow(MailboxUsage.Growth.of(recoverable, -1, -before.size()));
        Tombstones.addItem(this, kind, before);
        tell(new ItemChange.Removed(kind, before.id(), before.folder()));
        recorded.removed(sql, kind, before);
    }

    /**
     * Records that properties of an item changed.
     *
     * @param properties the properties whose values may have changed, by their Graph names
     * @throws MailboxFailure.MessageTooLarge if it becomes larger than an item may be
     */
    void updated(ItemKind kind, ItemCore before, ItemCore after, Set<String> properties) {
        if (after.size() > before.size()) {
            usage.limits().requireMessageSize(after.size());
        }
        if (after.size() != before.size()) {
            boolean recoverable = folders(kind).isRecoverable(sql, before.folder());
            grow(MailboxUsage.Growth.of(recoverable, 0, after.size() - before.size()));
        }
        if (before.unread() != after.unread()) {
            folders(kind).count(sql, before.folder(), number, 0, unread(after) - unread(before));
        }
        tell(new ItemChange.Updated(kind, before.id(), before.folder(), properties));
        recorded.updated(sql, kind, before, properties);
    }

    private FolderRows folders(ItemKind kind) {
        return new FolderRows(mailbox, kind.folderClass());
    }

    /** Records that lists of folders no longer contain this folder. */
    void folderGone(FolderClass folderClass, FolderId folder) {
        Tombstones.addFolder(this, folderClass, folder);
    }

    /** Records that the items of a folder can be found elsewhere than before, because the folder moved. */
    void reached(ItemKind kind, FolderId folder, FolderReach before, FolderReach after) {
        recorded.reached(sql, kind, folder, before, after);
    }

    MailboxId mailbox() {
        return mailbox;
    }

    private void tell(ItemChange change) {
        consumers.forEach(each -> each.accept(sql, Map.of(mailbox, number), change));
    }

    private static long unread(ItemCore item) {
        return item.unread() ? 1 : 0;
    }
}
