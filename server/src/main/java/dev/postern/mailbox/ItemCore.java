package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What items of every kind have.
 *
 * @param moveCount how often it has moved
 * @param changed the mailbox's change sequence when the item last changed
 * @param arrived the change sequence when it came into its folder
 * @param created in whole seconds, as all times of items: the step in which the wire shows them
 * @param unread whether its folder counts it as unread; never true for kinds that cannot be read
 * @param size bytes, about
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

    /** Changes with every change of the item; the payload of its ETag. */
    public String changeKey() {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(id.value().getLeastSignificantBits()).putLong(changed);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    ItemCore ofSize(long bytes) {
        return new ItemCore(
                mailbox, id, folder, moveCount, changed, arrived, created, modified, hasAttachments, unread, bytes);
    }

    ItemCore withAttachments(boolean some) {
        return new ItemCore(mailbox, id, folder, moveCount, changed, arrived, created, modified, some, unread, size);
    }

    /** Created and last modified at this time. */
    ItemCore at(Instant time) {
        return new ItemCore(mailbox, id, folder, moveCount, changed, arrived, time, time, hasAttachments, unread, size);
    }

    /** The same item as another mailbox gets it. */
    ItemCore in(MailboxId other) {
        return new ItemCore(
                other, id, folder, moveCount, changed, arrived, created, modified, hasAttachments, unread, size);
    }

    /** As a change writes it that puts it into its folder. */
    ItemCore arriving(long change) {
        return new ItemCore(
                mailbox, id, folder, moveCount, change, change, created, modified, hasAttachments, unread, size);
    }

    /** @throws MailboxFailure.ChangeKeyMismatch when the caller knows another state of the item; null matches every state */
    ItemCore require(@Nullable String changeKey) {
        if (changeKey != null && !changeKey.equals(changeKey())) {
            throw new MailboxFailure.ChangeKeyMismatch();
        }
        return this;
    }
}
