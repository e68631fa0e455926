package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders of mailboxes. Any thread may use it; see {@link Mailboxes} for what blocks and what is thrown. Names of
 * siblings differ, compared without case.
 */
public final class Folders {
    private static final int LONGEST_NAME = 255;

    private final Database database;
    private final Clockwork clockwork;
    private final FolderTrees trees;

    Folders(Database database, Clockwork clockwork, Items items) {
        this.database = database;
        this.clockwork = clockwork;
        this.trees = new FolderTrees(clockwork, items);
    }

    /** @throws MailboxFailure.FolderNotFound when it is not there */
    public Folder get(MailboxId mailbox, FolderId folder) {
        return database.read(sql -> FolderRows.get(sql, mailbox, folder));
    }

    /**
     * The folders directly in another, by name.
     *
     * @param hidden whether hidden ones are wanted too
     * @throws MailboxFailure.FolderNotFound when the parent is not there
     */
    public List<Folder> children(MailboxId mailbox, FolderId parent, boolean hidden) {
        return database.read(sql -> {
            List<Folder> all = sql.list(
                    FolderRows.SELECT + " and parent_id = ? order by name_folded",
                    row -> FolderRows.read(mailbox, row),
                    mailbox.value(),
                    parent.value());
            if (all.isEmpty()) {
                FolderRows.get(sql, mailbox, parent);
            }
            return hidden
                    ? all
                    : all.stream().filter(folder -> !folder.hidden()).toList();
        });
    }

    /** Every folder of the mailbox that has changed after this change number; all of them after 0. */
    public List<Folder> changedSince(MailboxId mailbox, long change) {
        return database.read(sql -> sql.list(
                FolderRows.SELECT + " and changed > ? and listed order by changed, folder_id",
                row -> FolderRows.read(mailbox, row),
                mailbox.value(),
                change));
    }

    /**
     * Makes a folder.
     *
     * @throws MailboxFailure.FolderExists when a sibling has the name
     * @throws MailboxFailure.FolderNotFound when the parent is not there
     */
    public Folder create(MailboxId mailbox, FolderId parent, String name, boolean hidden) {
        FolderId id = new FolderId(clockwork.nextId());
        return database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            FolderTrees.requireFree(sql, mailbox, parent, valid(name));
            FolderTrees.insert(sql, mailbox, id, parent, name, hidden, change);
            return FolderRows.get(sql, mailbox, id);
        });
    }

    /**
     * Gives a folder another name.
     *
     * @throws MailboxFailure.FolderDistinguished when it has a well-known name
     * @throws MailboxFailure.FolderExists when a sibling has the name
     */
    public Folder rename(MailboxId mailbox, FolderId id, String name) {
        return database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            Folder folder = own(sql, mailbox, id);
            if (!Folding.fold(folder.name()).equals(Folding.fold(valid(name)))) {
                FolderTrees.requireFree(sql, mailbox, parent(folder), name);
            }
            sql.update(
                    "update folder set name = ?, name_folded = ?, changed = ? where mailbox_id = ? and folder_id = ?",
                    name,
                    Folding.fold(name),
                    change,
                    mailbox.value(),
                    id.value());
            return FolderRows.get(sql, mailbox, id);
        });
    }

    /**
     * Puts a folder with all it holds into another.
     *
     * @throws MailboxFailure.FolderCircular when the other lies in it
     * @throws MailboxFailure.FolderExists when a folder there has its name
     */
    public Folder move(MailboxId mailbox, FolderId id, FolderId to) {
        return database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            Folder folder = own(sql, mailbox, id);
            FolderTrees.requireFree(sql, mailbox, to, folder.name());
            return trees.move(sql, folder, to, folder.name(), change);
        });
    }

    /** Copies a folder with all it holds into another; answers the copy. */
    public Folder copy(MailboxId mailbox, FolderId id, FolderId to) {
        return database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            Folder folder = FolderRows.get(sql, mailbox, id);
            FolderTrees.requireFree(sql, mailbox, to, folder.name());
            return trees.copy(sql, folder, to, change);
        });
    }

    /**
     * Deletes a folder so that it can be recovered: into Deleted Items, from there into Recoverable Items. A name that is
     * taken there gets a number.
     *
     * @throws MailboxFailure.FolderDistinguished when it has a well-known name
     * @throws MailboxFailure.CannotDelete when it waits in Recoverable Items already
     */
    public void delete(MailboxId mailbox, FolderId id) {
        database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            Folder folder = own(sql, mailbox, id);
            List<FolderId> above = FolderTrees.ancestors(sql, folder);
            if (above.contains(WellKnownFolder.RECOVERABLEITEMSROOT.id())) {
                throw new MailboxFailure.CannotDelete();
            }
            WellKnownFolder to = above.contains(WellKnownFolder.DELETEDITEMS.id())
                    ? WellKnownFolder.RECOVERABLEITEMSDELETIONS
                    : WellKnownFolder.DELETEDITEMS;
            String name = FolderTrees.freeName(sql, mailbox, to.id(), folder.name());
            return trees.move(sql, folder, to.id(), name, change);
        });
    }

    /** Removes a folder and those in it for good; their items go where no program can reach them. */
    public void purge(MailboxId mailbox, FolderId id) {
        database.write(sql -> {
            long change = Clockwork.nextChange(sql, mailbox);
            trees.purge(sql, own(sql, mailbox, id), change);
            return true;
        });
    }

    private static Folder own(Sql sql, MailboxId mailbox, FolderId id) {
        if (WellKnownFolder.of(id) != null) {
            throw new MailboxFailure.FolderDistinguished();
        }
        return FolderRows.get(sql, mailbox, id);
    }

    private static FolderId parent(Folder folder) {
        @Nullable FolderId parent = folder.parent();
        if (parent == null) {
            throw new MailboxFailure.FolderDistinguished();
        }
        return parent;
    }

    private static String valid(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return name;
    }
}
