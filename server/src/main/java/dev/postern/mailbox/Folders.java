package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folders of one class in one mailbox; those of other classes are treated as if they did not exist. Thread-safe;
 * see {@link Mailboxes} about blocking and exceptions. Sibling folders have different names, compared without case.
 */
public final class Folders {
    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_PROPERTIES_LENGTH = 64 * 1024;

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

    /** @throws MailboxFailure.FolderNotFound if it does not exist */
    public Folder get(FolderId folder) {
        return database.read(sql -> folders.get(sql, folder));
    }

    /** As {@link #get(FolderId)}, in the caller's transaction. */
    public Folder get(Sql sql, FolderId folder) {
        return folders.get(sql, folder);
    }

    /** Whether a folder is this ancestor or below it, in the caller's transaction. */
    public boolean isWithin(Sql sql, FolderId folder, FolderId ancestor) {
        return folders.isWithin(sql, folder, ancestor);
    }

    /** The bytes of the items directly in a folder. Reads the row of each. */
    public long size(FolderId folder) {
        return database.read(sql -> trees.amount(sql, List.of(folder)).bytes());
    }

    /**
     * The children of a folder, by name.
     *
     * @param hidden whether to include hidden ones
     * @throws MailboxFailure.FolderNotFound if the parent does not exist
     */
    public List<Folder> children(FolderId parent, boolean hidden) {
        return database.read(sql -> children(sql, parent, hidden));
    }

    /** As {@link #children(FolderId, boolean)}, in the caller's transaction. */
    public List<Folder> children(Sql sql, FolderId parent, boolean hidden) {
        List<Folder> all = sql.list(
                FolderRows.SELECT + " and parent_id = ? and folder_class = ? order by name_folded",
                folders::read,
                mailbox.value(),
                parent.value(),
                folders.view().stored());
        if (all.isEmpty()) {
            folders.get(sql, parent);
        }
        return hidden ? all : all.stream().filter(folder -> !folder.hidden()).toList();
    }

    /** Every folder of the mailbox that has changed after this change number; 0 returns all. */
    List<Folder> changedSince(long change) {
        return database.read(sql -> sql.list(
                FolderRows.SELECT + " and changed > ? and folder_class = ? and listed order by changed, folder_id",
                folders::read,
                mailbox.value(),
                change,
                folders.view().stored()));
    }

    /**
     * Creates a folder.
     *
     * @throws MailboxFailure.FolderExists if a sibling has the name
     * @throws MailboxFailure.FolderNotFound if the parent does not exist
     */
    Folder create(FolderId parent, String name, boolean hidden) {
        return create(parent, NewFolder.plain(name, hidden));
    }

    /**
     * As {@link #create(FolderId, String, boolean)}.
     *
     * @throws MailboxFailure.FolderIsSearch if the parent, or a source of a search folder, is a search folder itself
     */
    public Folder create(FolderId parent, NewFolder folder) {
        return database.write(sql -> insert(context.begin(sql, MailboxUsage.Growth.ofFolders(1)), parent, folder));
    }

    /** As {@link #create(FolderId, NewFolder)}, as a part of the caller's change. */
    public Folder create(MailboxChange change, FolderId parent, NewFolder folder) {
        change.grow(MailboxUsage.Growth.ofFolders(1));
        return insert(change, parent, folder);
    }

    private Folder insert(MailboxChange change, FolderId parent, NewFolder folder) {
        FolderId id = new FolderId(clock.nextId());
        Sql sql = change.sql();
        SearchFolder search = folder.search();
        folders.get(sql, parent);
        trees.requireFree(sql, parent, valid(folder.name()));
        usage.requireDepth(sql, parent, 1);
        if (search != null) {
            requireSources(sql, search);
        }
        trees.insert(change, id, parent, folder);
        return bounded(folders.get(sql, id));
    }

    private void requireSources(Sql sql, SearchFolder search) {
        for (FolderId source : search.sources()) {
            if (source.equals(WellKnownFolder.RECOVERABLEITEMSPURGES.id())) {
                throw new MailboxFailure.FolderNotFound();
            }
            folders.forItems(sql, source);
        }
    }

    /** Every delivered message rewrites the row of its folder, so the row must stay small. */
    private static Folder bounded(Folder folder) {
        if (folder.properties() != null && folder.properties().toString().length() > MAX_PROPERTIES_LENGTH) {
            throw new MailboxFailure.FolderPropertiesTooLarge(MAX_PROPERTIES_LENGTH);
        }
        if (folder.search() != null && folder.search().text().length() > MAX_PROPERTIES_LENGTH) {
            throw new MailboxFailure.FolderPropertiesTooLarge(MAX_PROPERTIES_LENGTH);
        }
        return folder;
    }

    /**
     * Changes a folder.
     *
     * @throws MailboxFailure.FolderDistinguished if it has a well-known name and would be renamed
     * @throws MailboxFailure.FolderExists if a sibling has the name
     * @throws MailboxFailure.FolderIsSearch if a source is a search folder
     */
    public Folder update(FolderId id, FolderPatch patch) {
        return context.change(change -> update(change, id, patch));
    }

    /** As {@link #update(FolderId, FolderPatch)}, as a part of the caller's change. */
    public Folder update(MailboxChange change, FolderId id, FolderPatch patch) {
        Sql sql = change.sql();
        Folder folder = folders.get(sql, id);
        String name = patch.name() == null ? folder.name() : renamed(sql, folder, patch.name());
        SearchFolder search = folder.search();
        if (search != null && patch.ofSearch()) {
            search = patch.applied(search);
            if (patch.sources() != null) {
                // existing sources are not checked: one may have been deleted, which does not matter
                requireSources(sql, search);
            }
        }
        ObjectNode properties = properties(folder, patch);
        sql.update(
                "update folder set name = ?, name_folded = ?, search = ?, doc = ?, changed = ?, own_changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                name,
                Folding.fold(name),
                search == null ? null : search.text(),
                properties.isEmpty() ? null : properties.toString(),
                change.number(),
                change.number(),
                mailbox.value(),
                id.value());
        return bounded(folders.get(sql, id));
    }

    private String renamed(Sql sql, Folder folder, String name) {
        if (name.equals(folder.name())) {
            return name; // clients send a folder back as they read it
        }
        if (!folder.id().equals(WellKnownFolder.CALENDAR.id())) {
            // the calendar of a mailbox can be renamed, unlike other well-known folders
            own(sql, folder.id(), MailboxFailure.FolderDistinguished.Change.RENAME);
        }
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
     * Moves a folder with its contents into another.
     *
     * @throws MailboxFailure.FolderCircular if the target is in the folder itself
     * @throws MailboxFailure.FolderExists if the target has a folder of that name
     */
    public Folder move(FolderId id, FolderId to) {
        return context.change(change -> move(change, id, to));
    }

    /** As {@link #move(FolderId, FolderId)}, as a part of the caller's change. */
    public Folder move(MailboxChange change, FolderId id, FolderId to) {
        Folder folder = own(change.sql(), id, MailboxFailure.FolderDistinguished.Change.MOVE);
        trees.requireFree(change.sql(), to, folder.name());
        return trees.move(change, folder, to, folder.name());
    }

    /** Copies a folder with its contents into another. Returns the copy. */
    public Folder copy(FolderId id, FolderId to) {
        return context.change(change -> {
            Sql sql = change.sql();
            Folder folder = folders.get(sql, id);
            trees.requireFree(sql, to, folder.name());
            return trees.copy(change, folder, to);
        });
    }

    /**
     * Deletes a folder so that it can be recovered: from its place to Deleted Items, from Deleted Items to Recoverable
     * Items. If the name exists there, a number is appended. A search folder contains nothing to recover and is
     * removed.
     *
     * @throws MailboxFailure.FolderDistinguished if it has a well-known name
     * @throws MailboxFailure.CannotDelete if it is in Recoverable Items already
     */
    public void delete(FolderId id) {
        context.change(change -> {
            delete(change, id);
            return true;
        });
    }

    /** As {@link #delete(FolderId)}, as a part of the caller's change. */
    public void delete(MailboxChange change, FolderId id) {
        Sql sql = change.sql();
        Folder folder = own(sql, id, MailboxFailure.FolderDistinguished.Change.DELETE);
        if (folder.search() != null) {
            trees.purge(change, folder);
            return;
        }
        List<FolderId> above = trees.ancestors(sql, folder);
        if (above.contains(WellKnownFolder.RECOVERABLEITEMSROOT.id())) {
            throw new MailboxFailure.CannotDelete();
        }
        WellKnownFolder to = above.contains(WellKnownFolder.DELETEDITEMS.id())
                ? WellKnownFolder.RECOVERABLEITEMSDELETIONS
                : WellKnownFolder.DELETEDITEMS;
        String name = trees.freeName(sql, to.id(), folder.name());
        trees.move(change, folder, to.id(), name);
    }

    /** Permanently removes a folder and its subfolders; their items go to Purges, where no program can reach them. */
    public void purge(FolderId id) {
        context.change(change -> {
            purge(change, id);
            return true;
        });
    }

    /** As {@link #purge(FolderId)}, as a part of the caller's change. */
    public void purge(MailboxChange change, FolderId id) {
        trees.purge(change, own(change.sql(), id, MailboxFailure.FolderDistinguished.Change.DELETE));
    }

    private Folder own(Sql sql, FolderId id, MailboxFailure.FolderDistinguished.Change change) {
        if (WellKnownFolder.of(id) != null) {
            throw new MailboxFailure.FolderDistinguished(change);
        }
        return folders.get(sql, id);
    }

    private static FolderId parent(Folder folder) {
        @Nullable FolderId parent = folder.parent();
        if (parent == null) {
            throw new MailboxFailure.FolderDistinguished(MailboxFailure.FolderDistinguished.Change.RENAME);
        }
        return parent;
    }

    private static String valid(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return name;
    }
}
