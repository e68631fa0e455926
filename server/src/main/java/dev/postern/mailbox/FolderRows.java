package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code folder}. */
final class FolderRows {
    static final String INSERT =
            "insert into folder (mailbox_id, folder_id, parent_id, name, name_folded, hidden, listed,"
                    + " total, unread, children, changed, own_changed, search, doc, recoverable, folder_class)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String SELECT =
            "select folder_id, parent_id, name, hidden, total, unread, children, changed, search, doc, folder_class,"
                    + " own_changed from folder where mailbox_id = ?";

    private static final String COUNT = "update folder set total = total + ?, unread = unread + ?, changed = ?"
            + " where mailbox_id = ? and folder_id = ? and search is null"
            + " and (folder_class = ? or recoverable or folder_id = ?)";
    /**
     * As {@link #count}, for folders outside of Recoverable Items. It changes no row if {@link #count} would refuse it.
     */
    static final String COUNT_BATCH = COUNT + " and not recoverable";

    private final MailboxId mailbox;
    private final FolderClass view;

    /**
     * @param view the class of folders to use; others are treated as if they did not exist
     */
    FolderRows(MailboxId mailbox, FolderClass view) {
        this.mailbox = mailbox;
        this.view = view;
    }

    FolderClass view() {
        return view;
    }

    @Nullable
    Object[] wellKnown(WellKnownFolder folder) {
        WellKnownFolder parent = folder.parent();
        long children = Stream.of(WellKnownFolder.values())
                .filter(child ->
                        folder.equals(child.parent()) && folder.folderClass() == child.folderClass() && !child.hidden())
                .count();
        return new @Nullable Object[] {
            mailbox.value(),
            folder.id().value(),
            parent == null ? null : parent.id().value(),
            folder.displayName(),
            Folding.fold(folder.displayName()),
            folder.hidden(),
            folder.listed(),
            0,
            0,
            children,
            1,
            1,
            null,
            null,
            folder.recoverable(),
            folder.folderClass().stored()
        };
    }

    Folder read(Row row) {
        UUID parent = row.uuidOrNull(2);
        String search = row.textOrNull(9);
        String doc = row.textOrNull(10);
        return new Folder(
                mailbox,
                new FolderId(row.uuid(1)),
                parent == null ? null : new FolderId(parent),
                row.text(3),
                row.flag(4),
                row.number(5),
                row.number(6),
                row.number(7),
                row.number(8),
                search == null ? null : SearchFolder.parse(search),
                doc == null ? null : StoredJson.object(doc),
                FolderClass.of(row.text(11)),
                row.number(12));
    }

    /** @throws MailboxFailure.FolderNotFound if it does not exist, or is of another class */
    Folder get(Sql sql, FolderId id) {
        Folder folder = find(sql, id);
        if (folder == null || (folder.folderClass() != view && !isTop(id))) {
            throw new MailboxFailure.FolderNotFound();
        }
        return folder;
    }

    private @Nullable Folder find(Sql sql, FolderId id) {
        return sql.one(SELECT + " and folder_id = ?", this::read, mailbox.value(), id.value());
    }

    /** The top of the mailbox contains folders of every class. */
    private static boolean isTop(FolderId id) {
        return id.equals(WellKnownFolder.MSGFOLDERROOT.id());
    }

    /**
     * The folder, if it can contain items.
     *
     * @throws MailboxFailure.FolderIsSearch if it is a search folder
     */
    Folder forItems(Sql sql, FolderId id) {
        return holder(get(sql, id));
    }

    private static Folder holder(Folder folder) {
        if (folder.search() != null) {
            throw new MailboxFailure.FolderIsSearch();
        }
        return folder;
    }

    /**
     * The folder, if folders of the view's class can be put into it.
     *
     * @throws MailboxFailure.FolderClassMismatch if it is of another class
     */
    Folder parent(Sql sql, FolderId id) {
        Folder folder = find(sql, id);
        if (folder == null) {
            throw new MailboxFailure.FolderNotFound();
        }
        if (folder.folderClass() != view && !isTop(id)) {
            throw new MailboxFailure.FolderClassMismatch();
        }
        return holder(folder);
    }

    /**
     * Counts items of the view's class that were added to a folder or became unread. Returns whether the folder is in
     * Recoverable Items.
     *
     * @throws MailboxFailure.FolderNotFound if it does not exist
     * @throws MailboxFailure.FolderIsSearch if it is a search folder
     * @throws MailboxFailure.FolderClassMismatch if it is of another class
     */
    boolean count(Sql sql, FolderId folder, long change, long total, long unread) {
        Boolean recoverable =
                sql.one(COUNT + " returning recoverable", row -> row.flag(1), counted(folder, change, total, unread));
        if (recoverable == null) {
            Folder there = find(sql, folder);
            if (there == null) {
                throw new MailboxFailure.FolderNotFound();
            }
            holder(there);
            throw new MailboxFailure.FolderClassMismatch();
        }
        return recoverable;
    }

    /** The values of {@link #COUNT_BATCH}. */
    Object[] counted(FolderId folder, long change, long total, long unread) {
        return new Object[] {
            total,
            unread,
            change,
            mailbox.value(),
            folder.value(),
            view.stored(),
            WellKnownFolder.DELETEDITEMS.id().value()
        };
    }

    /**
     * Whether a folder is in Recoverable Items.
     *
     * @throws MailboxFailure.FolderNotFound if it does not exist
     */
    boolean isRecoverable(Sql sql, FolderId folder) {
        Boolean recoverable = sql.one(
                "select recoverable from folder where mailbox_id = ? and folder_id = ?",
                row -> row.flag(1),
                mailbox.value(),
                folder.value());
        if (recoverable == null) {
            throw new MailboxFailure.FolderNotFound();
        }
        return recoverable;
    }

    /** Whether a folder is this ancestor or below it. */
    boolean isWithin(Sql sql, FolderId folder, FolderId ancestor) {
        return sql.number(
                        "with recursive up (folder_id, parent_id) as (select folder_id, parent_id from folder"
                                + " where mailbox_id = ? and folder_id = ? union select f.folder_id, f.parent_id"
                                + " from up join folder f on f.mailbox_id = ? and f.folder_id = up.parent_id)"
                                + " select count(*) from up where folder_id = ?",
                        mailbox.value(),
                        folder.value(),
                        mailbox.value(),
                        ancestor.value())
                > 0;
    }
}
