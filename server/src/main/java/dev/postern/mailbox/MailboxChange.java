package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One change of one mailbox, within the transaction that has its lock. It counts what the change does to folders and to the usage of the
 * mailbox, writes tombstones, and hands the change to its consumers; the rows of items and folders are written by their own classes.
 */
final class MailboxChange {
    private final Sql sql;
    private final MailboxId mailbox;
    private final long number;
    private final Instant time;
    private final MailboxUsage usage;
    private final List<ChangeConsumer> consumers;

    MailboxChange(
            Sql sql, MailboxId mailbox, long number, Instant time, MailboxUsage usage, List<ChangeConsumer> consumers) {
        this.sql = sql;
        this.mailbox = mailbox;
        this.number = number;
        this.time = time;
        this.usage = usage;
        this.consumers = consumers;
    }

    Sql sql() {
        return sql;
    }

    long number() {
        return number;
    }

    /** In whole seconds. */
    Instant time() {
        return time;
    }

    /** Counts what the change adds to the mailbox or takes away, where the methods below do not. */
    void grow(MailboxUsage.Growth growth) {
        usage.add(sql, growth);
    }

    /**
     * The row of a new item is in its folder. What it adds to the usage is counted by the caller, who may know it before.
     *
     * @return whether the folder is in Recoverable Items
     * @throws MailboxFailure.FolderNotFound when the folder is not there
     */
    boolean added(ItemKind kind, ItemCore item) {
        boolean recoverable = folders(kind).count(sql, item.folder(), number, 1, unread(item));
        tell(new ItemChange.Added(kind, item.id(), item.folder()));
        return recoverable;
    }

    /**
     * An item has left its folder for another one.
     *
     * @param before as it was there
     */
    void moved(ItemKind kind, ItemCore before, FolderId to) {
        boolean wasRecoverable = folders(kind).count(sql, before.folder(), number, -1, -unread(before));
        boolean recoverable = folders(kind).count(sql, to, number, 1, unread(before));
        if (wasRecoverable != recoverable) {
            grow(MailboxUsage.Growth.moved(recoverable, 1, before.size()));
        }
        Tombstones.addItem(this, kind, before);
        tell(new ItemChange.Moved(kind, before.id(), before.folder(), to));
    }

    /** The row of an item is gone. */
    void removed(ItemKind kind, ItemCore before) {
        boolean recoverable = folders(kind).count(sql, before.folder(), number, -1, -unread(before));
        grow(MailboxUsage.Growth.of(recoverable, -1, -before.size()));
        Tombstones.addItem(this, kind, before);
        tell(new ItemChange.Removed(kind, before.id(), before.folder()));
    }

    /**
     * An item has other values.
     *
     * @param properties whose values may be others, by their Graph names
     * @throws MailboxFailure.MessageTooLarge when it grows to more bytes than an item may have
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
    }

    private FolderRows folders(ItemKind kind) {
        return new FolderRows(mailbox, kind.folderClass());
    }

    /** Lists of folders do not contain this folder any more. */
    void folderGone(FolderClass folderClass, FolderId folder) {
        Tombstones.addFolder(this, folderClass, folder);
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
