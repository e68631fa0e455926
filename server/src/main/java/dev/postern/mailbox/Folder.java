package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import org.jspecify.annotations.Nullable;

/**
 * A folder and its counts, all as of one moment.
 *
 * @param parent null only for the hidden root
 * @param hidden left out of lists unless asked for
 * @param total items of any kind directly in it
 * @param unread those of them that are not read
 * @param children folders directly in it, the hidden ones not counted
 * @param changed the mailbox's change sequence when the folder or its counts last changed
 */
public record Folder(
        MailboxId mailbox,
        FolderId id,
        @Nullable FolderId parent,
        String name,
        boolean hidden,
        long total,
        long unread,
        long children,
        long changed) {}
