package dev.postern.mailbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table {@code tombstone} for clients that follow changes: items that left a folder, folders that left their place, and
 * what a series no longer has. Tombstones expire; the mailbox records up to which change they did.
 */
public final class Tombstones {
    /** The kind of an occurrence of a series; the scope is the series, and the id is {@link #occurrence}. */
    public static final String OCCURRENCE = "occurrence";
    /** The kind of the former times of a series, which are in the document; scope and id are the series. */
    public static final String SERIES = "series";

    private static final int MAX_TOMBSTONES_PER_SWEEP = 500;

    private Tombstones() {}

    static void addItem(MailboxChange change, ItemKind kind, ItemCore gone) {
        add(change, gone.folder().value(), kind.name(), gone.id().value(), gone.moveCount(), null);
    }

    static void addFolder(MailboxChange change, FolderClass folderClass, FolderId folder) {
        add(change, WellKnownFolder.ROOT.id().value(), folderClass.type(), folder.value(), 0, null);
    }

    /** Records that a folder left the lists of the mailbox with all its items of a kind. */
    static void addItems(MailboxChange change, ItemKind kind, FolderId folder) {
        change.sql()
                .update(
                        "insert into tombstone (mailbox_id, scope_id, changed, gone_id, kind, move_count, deleted_at)"
                                + " select mailbox_id, folder_id, ?, item_id, ?, move_count, ? from "
                                + kind.table() + " where mailbox_id = ? and folder_id = ?",
                        change.number(),
                        kind.name(),
                        change.time(),
                        change.mailbox().value(),
                        folder.value());
    }

    /** Records that an occurrence is no longer where an exception had moved it. */
    public static void addOccurrence(MailboxChange change, ItemId series, LocalDate originalDate) {
        add(change, series.value(), OCCURRENCE, occurrence(originalDate), 0, null);
    }

    /** Records the times that a series had until now. */
    static void addSeries(MailboxChange change, ItemId series, ObjectNode times) {
        add(change, series.value(), SERIES, series.value(), 0, times.toString());
    }

    private static UUID occurrence(LocalDate originalDate) {
        return new UUID(0, originalDate.toEpochDay());
    }

    /** The original date of a tombstone of the kind {@link #OCCURRENCE}. */
    public static LocalDate originalDate(UUID gone) {
        return LocalDate.ofEpochDay(gone.getLeastSignificantBits());
    }

    /** Of several states within one change, only the first was visible. */
    private static void add(
            MailboxChange change, UUID scope, String kind, UUID gone, long moveCount, @Nullable String doc) {
        change.sql()
                .update(
                        "insert into tombstone (mailbox_id, scope_id, changed, gone_id, kind, move_count, deleted_at,"
                                + " doc) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        change.mailbox().value(),
                        scope,
                        change.number(),
                        gone,
                        kind,
                        moveCount,
                        change.time(),
                        doc);
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
