package dev.postern.mailbox.sync;

import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Folders;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.sync.SyncPosition.Cursor;
import dev.postern.mailbox.sync.SyncPosition.Phase;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folders of a class below a folder that have changed: created, renamed, moved, or with other properties, but not those
 * with other counts. Hidden folders and what is below them are left out.
 */
public final class FolderSync {
    private static final UUID TOP = WellKnownFolder.ROOT.id().value();
    private static final String BELOW = "with recursive below (folder_id) as (select folder_id from folder"
            + " where mailbox_id = ? and parent_id = ? and folder_class = ? and not hidden union"
            + " select f.folder_id from below b join folder f on f.mailbox_id = ? and f.parent_id = b.folder_id"
            + " and f.folder_class = ? and not f.hidden) ";

    private final Mailbox mailbox;
    private final FolderClass folderClass;

    public FolderSync(Mailbox mailbox, FolderClass folderClass) {
        this.mailbox = mailbox;
        this.folderClass = folderClass;
    }

    private record Found(UUID id, SyncPosition after) {}

    /**
     * Reads a page.
     *
     * @param below the folder whose folders are followed, at all levels
     * @param from a position in a round
     * @throws MailboxFailure.FolderNotFound if the folder does not exist
     * @throws MailboxFailure.ChangesForgotten if changes after the position are no longer known
     */
    public SyncPage<Folder> page(FolderId below, SyncPosition from, int size) {
        Folders folders = mailbox.folders(folderClass);
        return mailbox.read(sql -> {
            folders.get(sql, below);
            List<Found> removed =
                    from.phase() == Phase.REMOVED ? removed(sql, below, from, size + 1) : List.<Found>of();
            SyncPosition at = from.phase() == Phase.REMOVED ? from.present() : from;
            int left = size + 1 - removed.size();
            List<Found> present = left > 0 ? present(sql, below, at, left) : List.of();
            SyncState state = MailboxSync.read(sql, mailbox.id().value());
            state.require(from);
            boolean more = removed.size() + present.size() > size;
            List<Found> all = Stream.concat(removed.stream(), present.stream()).toList();
            SyncPosition end = more ? all.get(size - 1).after() : from.finished(state.last());
            return new SyncPage<>(
                    removed.stream()
                            .limit(size)
                            .map(one -> new SyncPage.Removed(one.id(), 0))
                            .toList(),
                    present.stream()
                            .limit(Math.max(0, size - removed.size()))
                            .map(one -> new SyncPage.Entry<>(folders.get(sql, new FolderId(one.id())), one.after()))
                            .toList(),
                    end);
        });
    }

    private List<Found> removed(Sql sql, FolderId below, SyncPosition at, int limit) {
        return read(
                sql,
                below,
                "select gone_id, changed from tombstone where mailbox_id = ? and scope_id = ? and kind = ?"
                        + " and changed <= ? and (changed, gone_id) > (?, ?)"
                        + " and gone_id not in (select folder_id from below) order by changed, gone_id limit ?",
                List.of(mailbox.id().value(), TOP, folderClass.type()),
                at,
                limit);
    }

    private List<Found> present(Sql sql, FolderId below, SyncPosition at, int limit) {
        return read(
                sql,
                below,
                "select folder_id, own_changed from folder where mailbox_id = ? and own_changed <= ?"
                        + " and (own_changed, folder_id) > (?, ?) and folder_id in (select folder_id from below)"
                        + " order by own_changed, folder_id limit ?",
                List.of(mailbox.id().value()),
                at,
                limit);
    }

    private List<Found> read(Sql sql, FolderId below, String text, List<Object> first, SyncPosition at, int limit) {
        UUID id = mailbox.id().value();
        Cursor cursor = at.cursor() == null ? Cursor.after(TOP, at.after()) : at.cursor();
        var values = new ArrayList<Object>(List.of(id, below.value(), folderClass.stored(), id, folderClass.stored()));
        values.addAll(first);
        values.addAll(List.of(at.until(), cursor.number(), cursor.id(), limit));
        return sql.list(
                BELOW + text,
                row -> new Found(row.uuid(1), at.gave(new Cursor(TOP, row.number(2), row.uuid(1)), at.given() + 1)),
                values.toArray());
    }
}
