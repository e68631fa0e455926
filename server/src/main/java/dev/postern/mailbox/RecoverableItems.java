package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.SearchEntries;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Recoverable Items within their quota, as Exchange does: what came in first is removed for good first, purged items before deleted
 * ones. What came in during the last hour stays, for a delivery that is repeated must find it.
 */
final class RecoverableItems {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_AT_ONCE = 100;
    private static final List<WellKnownFolder> ORDER =
            List.of(WellKnownFolder.RECOVERABLEITEMSPURGES, WellKnownFolder.RECOVERABLEITEMSDELETIONS);

    private final MailboxId mailbox;
    private final Database database;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final FolderRows folders;
    private final Attachments attachments;
    private final Contents contents;
    private final MimeSource mimeSources;

    RecoverableItems(
            MailboxContext context,
            FolderRows folders,
            Attachments attachments,
            Contents contents,
            MimeSource mimeSources) {
        this.mailbox = context.id();
        this.database = context.database();
        this.clock = context.clock();
        this.usage = context.usage();
        this.folders = folders;
        this.attachments = attachments;
        this.contents = contents;
        this.mimeSources = mimeSources;
    }

    private record Old(ItemId id, long moveCount, long size, boolean read, byte @Nullable [] original) {}

    /** Removes some of the oldest if there is too much; answers how many. */
    int sweep() {
        return database.write(sql -> {
            long change = usage.change(sql);
            MailboxUsage.Totals left = usage.totals(sql);
            int removed = 0;
            for (WellKnownFolder folder : ORDER) {
                for (Old item : oldest(sql, folder.id(), clock.now().minus(KEPT))) {
                    if (removed == MOST_AT_ONCE || !usage.limits().isAlmostFull(left)) {
                        return removed;
                    }
                    remove(sql, folder, item, change);
                    left = left.withoutRecoverable(1, item.size());
                    removed++;
                }
            }
            return removed;
        });
    }

    /** Removes some of the items that were purged before this; returns how many. */
    int expire(Instant before) {
        FolderId purges = WellKnownFolder.RECOVERABLEITEMSPURGES.id();
        if (database.read(sql -> oldest(sql, purges, before)).isEmpty()) {
            return 0;
        }
        return database.write(sql -> {
            long change = usage.change(sql);
            List<Old> expired = oldest(sql, purges, before);
            expired.forEach(item -> remove(sql, WellKnownFolder.RECOVERABLEITEMSPURGES, item, change));
            return expired.size();
        });
    }

    private List<Old> oldest(Sql sql, FolderId folder, Instant before) {
        return sql.list(
                "select item_id, incarnation, size, is_read, mime_hash from item where mailbox_id = ? and folder_id = ?"
                        + " and modified_at < ? order by changed, item_id limit ?",
                row -> new Old(new ItemId(row.uuid(1)), row.number(2), row.number(3), row.flag(4), row.bytesOrNull(5)),
                mailbox.value(),
                folder.value(),
                before,
                MOST_AT_ONCE);
    }

    private void remove(Sql sql, WellKnownFolder folder, Old item, long change) {
        for (byte[] hash : attachments.hashes(sql, item.id())) {
            contents.release(sql, hash);
        }
        mimeSources.drop(sql, item.id(), item.original());
        // the note first: an indexer that has taken it writes its entry before it can be deleted here
        for (String table : List.of("unindexed", "attachment")) {
            delete(sql, table, item.id());
        }
        SearchEntries.remove(sql, mailbox.value(), item.id().value());
        delete(sql, "item", item.id());
        folders.count(sql, folder.id(), change, -1, item.read() ? 0 : -1);
        folders.addTombstone(sql, folder.id(), change, item.id().value(), item.moveCount());
        usage.add(sql, MailboxUsage.Growth.of(true, -1, -item.size()));
    }

    private void delete(Sql sql, String table, ItemId item) {
        sql.update("delete from " + table + " where mailbox_id = ? and item_id = ?", mailbox.value(), item.value());
    }
}
