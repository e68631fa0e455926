package dev.postern.mailbox.contact;

import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Folders;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contact folders of one mailbox: the one that every mailbox has, and those below it. A deleted folder is a folder in Deleted Items and
 * no longer a contact folder. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class ContactFolders {
    /** The folder that every mailbox has. */
    public static final FolderId TOP = WellKnownFolder.CONTACTS.id();

    private final Mailbox mailbox;
    private final Folders folders;

    public ContactFolders(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.folders = mailbox.folders(FolderClass.CONTACTS);
    }

    /** @throws MailboxFailure.FolderNotFound if it does not exist or was deleted */
    public Folder get(FolderId id) {
        return mailbox.read(sql -> get(sql, id));
    }

    /** As {@link #get(FolderId)}, in the caller's transaction. */
    Folder get(Sql sql, FolderId id) {
        Folder folder = folders.get(sql, id);
        if (!contains(sql, id)) {
            throw new MailboxFailure.FolderNotFound();
        }
        return folder;
    }

    /** Whether a folder exists and is a contact folder. */
    boolean contains(Sql sql, FolderId id) {
        return id.equals(TOP) || folders.isWithin(sql, id, TOP);
    }

    /** The folders directly in a folder, by name, without hidden ones. */
    public List<Folder> children(FolderId parent) {
        return mailbox.read(sql -> {
            get(sql, parent);
            return folders.children(sql, parent, false);
        });
    }

    /**
     * Creates a folder.
     *
     * @throws MailboxFailure.FolderExists if a sibling has the name
     */
    public Folder create(FolderId parent, NewFolder folder) {
        return mailbox.change(change -> {
            get(change.sql(), parent);
            return folders.create(change, parent, folder);
        });
    }

    /**
     * Changes a folder, and moves it into another one.
     *
     * @param parent null if it stays where it is
     * @throws MailboxFailure.FolderDistinguished if it is the folder that every mailbox has
     */
    public Folder update(FolderId id, FolderPatch patch, @Nullable FolderId parent) {
        return mailbox.change(change -> {
            Folder before = get(change.sql(), id);
            if (parent != null && !parent.equals(before.parent())) {
                get(change.sql(), parent);
                folders.move(change, id, parent);
            }
            return folders.update(change, id, patch);
        });
    }

    /** Moves a folder with its contacts and folders to Deleted Items. */
    public void delete(FolderId id) {
        mailbox.change(change -> {
            require(change, id);
            folders.delete(change, id);
            return true;
        });
    }

    /** Removes a folder with everything in it, so that no program can reach it again. */
    public void purge(FolderId id) {
        mailbox.change(change -> {
            require(change, id);
            folders.purge(change, id);
            return true;
        });
    }

    private void require(MailboxChange change, FolderId id) {
        get(change.sql(), id);
    }
}
