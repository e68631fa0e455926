package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folders of one class in one mailbox; those of other classes are as if they were not there. Any thread may use it; see {@link Mailboxes} for what blocks and what is thrown. Names of
 * siblings differ, compared without case.
 */
public final class Folders {
    private static final int LONGEST_NAME = 255;
    private static final int MOST_PROPERTIES = 64 * 1024;

    private final MailboxContext context;
    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final FolderRows folders;
    private final FolderTrees trees;

    Folders(MailboxContext context, FolderRows folders, FolderTrees trees) {
        this.context = context;
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.folders = folders;
        this.trees = trees;
    }

    /** @throws MailboxFailure.FolderNotFound when it is not there */
    public Folder get(FolderId folder) {
        return database.read(sql -> folders.get(sql, folder));
    }

    /**
     * The folders directly in another, by name.
     *
     * @param hidden whether hidden ones are wanted too
     * @throws MailboxFailure.FolderNotFound when the parent is not there
     */
    public List<Folder> children(FolderId parent, boolean hidden) {
        return database.read(sql -> {
            List<Folder> all = sql.list(
                    FolderRows.SELECT + " and parent_id = ? and folder_class = ? order by name_folded",
                    folders::read,
                    mailbox.value(),
                    parent.value(),
                    folders.view().stored());
            if (all.isEmpty()) {
                folders.get(sql, parent);
            }
            return hidden
                    ? all
                    : all.stream().filter(folder -> !folder.hidden()).toList();
        });
    }

    /** Every folder of the mailbox that has changed after this change number; all of them after 0. */
    public List<Folder> changedSince(long change) {
        return database.read(sql -> sql.list(
                FolderRows.SELECT + " and changed > ? and folder_class = ? and listed order by changed, folder_id",
                folders::read,
                mailbox.value(),
                change,
                folders.view().stored()));
    }

    /**
     * Makes a folder.
     *
     * @throws MailboxFailure.FolderExists when a sibling has the name
     * @throws MailboxFailure.FolderNotFound when the parent is not there
     */
    public Folder create(FolderId parent, String name, boolean hidden) {
        return create(parent, NewFolder.plain(name, hidden));
    }

    /**
     * As {@link #create(FolderId, String, boolean)}.
     *
     * @throws MailboxFailure.FolderIsSearch when the parent, or a source of a search folder, is a search folder itself
     */
    public Folder create(FolderId parent, NewFolder folder) {
        FolderId id = new FolderId(clock.nextId());
        SearchFolder search = folder.search();
        return database.write(sql -> {
            MailboxChange change = context.begin(sql, MailboxUsage.Growth.ofFolders(1));
            folders.get(sql, parent);
            trees.requireFree(sql, parent, valid(folder.name()));
            usage.requireDepth(sql, parent, 1);
            if (search != null) {
                requireSources(sql, search);
            }
            trees.insert(change, id, parent, folder);
            return bounded(folders.get(sql, id));
        });
    }

    private void requireSources(Sql sql, SearchFolder search) {
        for (FolderId source : search.sources()) {
            if (source.equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
                throw new MailboxFailure.FolderNotFound();
            }
            folders.holder(sql, source);
        }
    }

    /** Every mail that comes in writes the row of its folder anew, so the row must stay small. */
    private static Folder bounded(Folder folder) {
        if (folder.properties() != null && folder.properties().toString().length() > MOST_PROPERTIES) {
            throw new MailboxFailure.FolderPropertiesTooLarge(MOST_PROPERTIES);
        }
        if (folder.search() != null && folder.search().text().length() > MOST_PROPERTIES) {
            throw new MailboxFailure.FolderPropertiesTooLarge(MOST_PROPERTIES);
        }
        return folder;
    }

    /**
     * Changes a folder.
     *
     * @throws MailboxFailure.FolderDistinguished when it is to get another name and has a well-known one
     * @throws MailboxFailure.FolderExists when a sibling has the name
     * @throws MailboxFailure.FolderIsSearch when a source is a search folder
     */
    public Folder update(FolderId id, FolderPatch patch) {
        return context.change(change -> {
            Sql sql = change.sql();
            Folder folder = folders.get(sql, id);
            String name = patch.name() == null ? folder.name() : renamed(sql, folder, patch.name());
            SearchFolder search = folder.search();
            if (search != null && patch.ofSearch()) {
                search = patch.applied(search);
                if (patch.sources() != null) {
                    // of those it has, one may be gone by now, which does not matter
                    requireSources(sql, search);
                }
            }
            ObjectNode properties = properties(folder, patch);
            sql.update(
                    "update folder set name = ?, name_folded = ?, search = ?, doc = ?, changed = ?"
                            + " where mailbox_id = ? and folder_id = ?",
                    name,
                    Folding.fold(name),
                    search == null ? null : search.text(),
                    properties.isEmpty() ? null : properties.toString(),
                    change.number(),
                    mailbox.value(),
                    id.value());
            return bounded(folders.get(sql, id));
        });
    }

    private String renamed(Sql sql, Folder folder, String name) {
        own(sql, folder.id());
        if (!Folding.fold(folder.name()).equals(Folding.fold(valid(name)))) {
            trees.requireFree(sql, parent(folder), name);
        }
        return name;
    }

    private static ObjectNode properties(Folder folder, FolderPatch patch) {
        ObjectNode before = folder.properties() == null ? StoredJson.object() : folder.properties();
        ObjectNode after = before.deepCopy();
        if (patch.properties() != null) {
            after.setAll(patch.properties());
            ExtendedProperties.merge(before, patch.properties(), after);
        }
        return after;
    }

    /**
     * Puts a folder with all it holds into another.
     *
     * @throws MailboxFailure.FolderCircular when the other lies in it
     * @throws MailboxFailure.FolderExists when a folder there has its name
     */
    public Folder move(FolderId id, FolderId to) {
        return context.change(change -> {
            Sql sql = change.sql();
            Folder folder = own(sql, id);
            trees.requireFree(sql, to, folder.name());
            return trees.move(change, folder, to, folder.name());
        });
    }

    /** Copies a folder with all it holds into another; answers the copy. */
    public Folder copy(FolderId id, FolderId to) {
        return context.change(change -> {
            Sql sql = change.sql();
            Folder folder = folders.get(sql, id);
            trees.requireFree(sql, to, folder.name());
            return trees.copy(change, folder, to);
        });
    }

    /**
     * Deletes a folder so that it can be recovered: into Deleted Items, from there into Recoverable Items. A name that is
     * taken there gets a number. A search folder holds nothing that could be recovered and is removed.
     *
     * @throws MailboxFailure.FolderDistinguished when it has a well-known name
     * @throws MailboxFailure.CannotDelete when it waits in Recoverable Items already
     */
    public void delete(FolderId id) {
        context.change(change -> {
            Sql sql = change.sql();
            Folder folder = own(sql, id);
            if (folder.search() != null) {
                trees.purge(change, folder);
                return folder;
            }
            List<FolderId> above = trees.ancestors(sql, folder);
            if (above.contains(WellKnownFolder.RECOVERABLEITEMSROOT.id())) {
                throw new MailboxFailure.CannotDelete();
            }
            WellKnownFolder to = above.contains(WellKnownFolder.DELETEDITEMS.id())
                    ? WellKnownFolder.RECOVERABLEITEMSDELETIONS
                    : WellKnownFolder.DELETEDITEMS;
            String name = trees.freeName(sql, to.id(), folder.name());
            return trees.move(change, folder, to.id(), name);
        });
    }

    /** Removes a folder and those in it for good; their items go where no program can reach them. */
    public void purge(FolderId id) {
        context.change(change -> {
            Sql sql = change.sql();
            trees.purge(change, own(sql, id));
            return true;
        });
    }

    private Folder own(Sql sql, FolderId id) {
        if (WellKnownFolder.of(id) != null) {
            throw new MailboxFailure.FolderDistinguished();
        }
        return folders.get(sql, id);
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
