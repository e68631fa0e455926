package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The properties that items of every kind have.
 *
 * @param moveCount how often it was moved
 * @param changed the mailbox's change number when the item last changed
 * @param arrived the mailbox's change number when it was put into its folder
 * @param created in whole seconds, as all times of items, because Graph shows whole seconds
 * @param unread whether its folder counts it as unread; never true for kinds that cannot be read
 * @param size approximate size in bytes
 */
public record ItemCore(
        MailboxId mailbox,
        ItemId id,
        FolderId folder,
        long moveCount,
        long changed,
        long arrived,
        Instant created,
        Instant modified,
        boolean hasAttachments,
        boolean unread,
        long size) {

    /** Changes with every change of the item; the value of its ETag. */
    public String changeKey() {
        return ChangeKeys.of(id.value(), changed);
    }

    /** A new item. Its size is not known yet. */
    static ItemCore created(MailboxChange change, ItemId id, FolderId folder, boolean hasAttachments) {
        return new ItemCore(
                change.mailbox(),
                id,
                folder,
                0,
                change.number(),
                change.number(),
                change.time(),
                change.time(),
                hasAttachments,
                false,
                0);
    }

    /** The same item, changed now. */
    ItemCore touched(MailboxChange change) {
        return new ItemCore(
                mailbox,
                id,
                folder,
                moveCount,
                change.number(),
                arrived,
                created,
                change.time(),
                hasAttachments,
                unread,
                size);
    }

    ItemCore ofSize(long bytes) {
        return new ItemCore(
                mailbox, id, folder, moveCount, changed, arrived, created, modified, hasAttachments, unread, bytes);
    }

    ItemCore as(ItemId other) {
        return new ItemCore(
                mailbox, other, folder, moveCount, changed, arrived, created, modified, hasAttachments, unread, size);
    }

    ItemCore unread(boolean counted) {
        return new ItemCore(
                mailbox, id, folder, moveCount, changed, arrived, created, modified, hasAttachments, counted, size);
    }

    ItemCore withAttachments(boolean some) {
        return new ItemCore(mailbox, id, folder, moveCount, changed, arrived, created, modified, some, unread, size);
    }

    /** The same item, created and last modified at this time. */
    ItemCore at(Instant time) {
        return new ItemCore(mailbox, id, folder, moveCount, changed, arrived, time, time, hasAttachments, unread, size);
    }

    /** The copy of this item for another mailbox. */
    ItemCore in(MailboxId other) {
        return new ItemCore(
                other, id, folder, moveCount, changed, arrived, created, modified, hasAttachments, unread, size);
    }

    /** The same item, put into its folder by the change with this number. */
    ItemCore arriving(long change) {
        return new ItemCore(
                mailbox, id, folder, moveCount, change, change, created, modified, hasAttachments, unread, size);
    }

    /**
     * @throws MailboxFailure.ChangeKeyMismatch if the caller's change key is not the current one; null matches every
     * state
     */
    public ItemCore require(@Nullable String changeKey) {
        if (changeKey != null && !changeKey.equals(changeKey())) {
            throw new MailboxFailure.ChangeKeyMismatch();
        }
        return this;
    }
}
