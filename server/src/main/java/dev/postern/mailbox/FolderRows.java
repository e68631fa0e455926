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
                    + " total, unread, children, changed, search, doc, recoverable)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String SELECT =
            "select folder_id, parent_id, name, hidden, total, unread, children, changed, search, doc"
                    + " from folder where mailbox_id = ?";

    private final MailboxId mailbox;

    FolderRows(MailboxId mailbox) {
        this.mailbox = mailbox;
    }

    @Nullable
    Object[] wellKnown(WellKnownFolder folder) {
        WellKnownFolder parent = folder.parent();
        long children = Stream.of(WellKnownFolder.values())
                .filter(child -> folder.equals(child.parent()) && !child.hidden())
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
            null,
            null,
            folder.recoverable()
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
                doc == null ? null : StoredJson.object(doc));
    }

    Folder get(Sql sql, FolderId id) {
        Folder folder = sql.one(SELECT + " and folder_id = ?", this::read, mailbox.value(), id.value());
        if (folder == null) {
            throw new MailboxFailure.FolderNotFound();
        }
        return folder;
    }

    /** The folder, which has to be one that can hold something. @throws MailboxFailure.FolderIsSearch when it is not */
    Folder holder(Sql sql, FolderId id) {
        Folder folder = get(sql, id);
        if (folder.search() != null) {
            throw new MailboxFailure.FolderIsSearch();
        }
        return folder;
    }

    /**
     * Changes the counts of a folder; answers whether it is in Recoverable Items.
     *
     * @throws MailboxFailure.FolderNotFound when it is not there
     * @throws MailboxFailure.FolderIsSearch when nothing can lie in it
     */
    boolean count(Sql sql, FolderId folder, long change, long total, long unread) {
        Boolean recoverable = sql.one(
                "update folder set total = total + ?, unread = unread + ?, changed = ?"
                        + " where mailbox_id = ? and folder_id = ? and search is null returning recoverable",
                row -> row.flag(1),
                total,
                unread,
                change,
                mailbox.value(),
                folder.value());
        if (recoverable == null) {
            holder(sql, folder);
            throw new MailboxFailure.FolderNotFound();
        }
        return recoverable;
    }

    /** Whether a folder is in Recoverable Items. @throws MailboxFailure.FolderNotFound when it is not there */
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

    void addTombstone(Sql sql, FolderId scope, long change, UUID gone, long moveCount) {
        sql.update(
                "insert into tombstone (mailbox_id, scope_id, changed, gone_id, incarnation) values (?, ?, ?, ?, ?)",
                mailbox.value(),
                scope.value(),
                change,
                gone,
                moveCount);
    }
}
