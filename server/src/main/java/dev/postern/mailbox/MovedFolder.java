package dev.postern.mailbox;

import java.util.List;

/**
 * A folder of mail as it is moved between mailboxes.
 *
 * @param path its names from the top of the mailbox down
 */
public record MovedFolder(FolderId id, List<String> path, long count) {
    public MovedFolder {
        path = List.copyOf(path);
    }
}
