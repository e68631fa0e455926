package dev.postern.gate;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MovedFolder;
import dev.postern.mailbox.MovedFolders;
import dev.postern.mailbox.MovedMessages;
import dev.postern.mailbox.TemporaryFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All mail of one mailbox, opened for the administrator who moves it out. The methods throw {@link dev.postern.mailbox.MailboxFailure}. Only the gate
 * creates one. For one request.
 */
public sealed class MovedMailReader implements AutoCloseable permits MovedMailWriter {
    final OpenedMoving opened;

    MovedMailReader(OpenedMoving opened) {
        this.opened = opened;
    }

    /** The folders that contain mail or can, without Recoverable Items. */
    public final List<MovedFolder> folders() {
        return MovedFolders.list(opened.mailbox());
    }

    /**
     * Messages of a folder in the order in which they were received.
     *
     * @param after where the previous page ended; null for the first page
     */
    public final List<Item> page(FolderId folder, MovedMessages.@Nullable Position after, int max) {
        return new MovedMessages(opened.mailbox()).page(folder, after, max);
    }

    /** The bytes of a message as they were stored; null if it has none, or was changed since. */
    public final @Nullable Content original(ItemId item) {
        return opened.mailbox().mimeSources().find(item);
    }

    /** Writes a message as MIME that has no original: the same bytes each time. */
    public final void compose(ItemId item, OutputStream out) throws IOException {
        opened.mailboxes().deliveries().compose(opened.mailbox().id(), item, out);
    }

    public final TemporaryFiles temporary() {
        return opened.mailboxes().temporary();
    }

    /** Ends the operation. Its audit entry is written unless a change has committed with it. */
    @Override
    public final void close() {
        opened.close();
    }
}
