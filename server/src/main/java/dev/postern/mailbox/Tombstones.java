package dev.postern.mailbox;

import java.time.Instant;
import java.util.UUID;

/**
 * The table {@code tombstone} with items that left a folder, and folders that left the mailbox, for clients that follow
 * changes. Tombstones expire; the mailbox records up to which change they did.
 */
final class Tombstones {
    private static final int MAX_TOMBSTONES_PER_SWEEP = 500;

    private Tombstones() {}

    static void addItem(MailboxChange change, ItemKind kind, ItemCore gone) {
        add(change, gone.folder(), kind.name(), gone.id().value(), gone.moveCount());
    }

    static void addFolder(MailboxChange change, FolderClass folderClass, FolderId folder) {
        add(change, WellKnownFolder.ROOT.id(), folderClass.type(), folder.value(), 0);
    }

    private static void add(MailboxChange change, FolderId scope, String kind, UUID gone, long moveCount) {
        change.sql()
                .update(
                        "insert into tombstone (mailbox_id, scope_id, changed, gone_id, kind, move_count, deleted_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?)",
                        change.mailbox().value(),
                        scope.value(),
                        change.number(),
                        gone,
                        kind,
                        moveCount,
                        change.time());
    }

    /** Removes some of those that are older. Returns how many. */
    static int expire(MailboxChange change, Instant before) {
        UUID mailbox = change.mailbox().value();
        var gone = change.sql()
                .list(
                        "delete from tombstone where mailbox_id = ? and (scope_id, changed, gone_id) in (select"
                                + " scope_id, changed, gone_id from tombstone where mailbox_id = ? and deleted_at < ?"
                                + " limit ?) returning changed",
                        row -> row.number(1),
                        mailbox,
                        mailbox,
                        before,
                        MAX_TOMBSTONES_PER_SWEEP);
        gone.stream()
                .max(Long::compare)
                .ifPresent(last -> change.sql()
                        .update(
                                "update mailbox set tombstones_after = ? where mailbox_id = ? and tombstones_after < ?",
                                last,
                                mailbox,
                                last));
        return gone.size();
    }
}
