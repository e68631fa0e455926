package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder and its counts, all as of one moment.
 *
 * @param parent null only for the hidden root
 * @param hidden left out of lists unless asked for
 * @param total items of any kind directly in it; none in a search folder, whatever it finds
 * @param unread those of them that are not read
 * @param children folders directly in it, the hidden ones not counted
 * @param changed the mailbox's change sequence when the folder or its counts last changed
 * @param search what makes it a search folder; null for one that holds items
 * @param properties what programs have added, by its Graph names; it belongs to whoever read the folder
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
        long changed,
        @Nullable SearchFolder search,
        @Nullable ObjectNode properties,
        FolderClass folderClass) {}
