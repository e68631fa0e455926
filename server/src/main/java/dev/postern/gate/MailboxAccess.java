package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.mailbox.TemporaryFiles;

/**
 * A mailbox that was opened for one operation: who asks, and whose it is. What may be done in it is added by the capability of the
 * area and form that the operation has. Only the gate makes one. For one request.
 */
public abstract sealed class MailboxAccess implements AutoCloseable permits MailReader {
    final OpenedMailbox opened;

    MailboxAccess(OpenedMailbox opened) {
        this.opened = opened;
    }

    public final MailboxId id() {
        return opened.mailbox().id();
    }

    /** The object id of the owner, for links and contexts. */
    public final ObjectId ownerId() {
        return owner().id();
    }

    /** Its addresses are what the mailbox may send as. */
    public final User owner() {
        return opened.owner();
    }

    /** The directory in which it was decided; names of recipients come from it. */
    public final DirectorySnapshot directory() {
        return opened.caller().directory();
    }

    /** Whether items are shown with their content. False when the caller was let in by no more than a basic permission. */
    public final boolean mayReadContent() {
        return opened.content();
    }

    /** Where this request may keep what is too large for memory. */
    public final TemporaryFiles temporary() {
        return opened.temporary();
    }

    /** Ends the operation. Its audit entry is written, if no change has carried it to disk. */
    @Override
    public final void close() {
        opened.close();
    }
}
