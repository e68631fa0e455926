package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder and its counts, all at one moment.
 *
 * @param parent null only for the hidden root
 * @param hidden left out of lists unless requested
 * @param total items of any kind directly in it; 0 for a search folder, whatever it finds
 * @param unread the unread ones of those items
 * @param children folders directly in it, not counting hidden ones
 * @param changed the mailbox's change number when the folder or its counts last changed
 * @param search the search of a search folder; null for a folder that contains items
 * @param properties added by programs, by their Graph names; the node belongs to the caller who read the folder
 * @param ownChanged the mailbox's change number when its name, its place or its properties last changed
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
        FolderClass folderClass,
        long ownChanged) {
    /** Changes with every change of the folder itself, but not with its counts. */
    public String changeKey() {
        return ChangeKeys.of(id.value(), ownChanged);
    }
}
