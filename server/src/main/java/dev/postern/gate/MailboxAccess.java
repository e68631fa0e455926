package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.sync.MailboxSync;
import dev.postern.mailbox.sync.SyncState;

/**
 * A mailbox that was opened for one operation, with its caller and its owner. Subclasses add the methods for an area and form. Only the
 * gate creates one. For one request.
 */
public abstract sealed class MailboxAccess implements AutoCloseable
        permits MailReader, CalendarReader, ContactReader, SettingsReader {
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

    /** The owner, whose addresses the mailbox may send as. */
    public final User owner() {
        return opened.owner();
    }

    /** Returns the directory snapshot of the decision, which also contains the names of recipients. */
    public final DirectorySnapshot directory() {
        return opened.caller().directory();
    }

    /** Returns whether items are shown with their content. False if only a basic permission allowed the operation. */
    public final boolean mayReadContent() {
        return opened.content();
    }

    /** Returns the temporary storage for data of this request that is too large for memory. */
    public final TemporaryFiles temporary() {
        return opened.temporary();
    }

    /** Returns the state with which positions of those who follow the changes are compared. */
    public final SyncState syncState() {
        return new MailboxSync(opened.mailbox()).state();
    }

    /** Ends the operation. Its audit entry is written unless a change has committed with it. */
    @Override
    public final void close() {
        opened.close();
    }
}
