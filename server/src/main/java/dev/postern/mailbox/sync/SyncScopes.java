package dev.postern.mailbox.sync;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.sync.SyncPosition.Phase;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a scope: one, or all that lists of the mailbox contain, by their ids.
 *
 * @param folder null for all
 */
record SyncScopes(UUID mailbox, ItemKind kind, @Nullable FolderId folder) {
    private static final String LISTED = "(select folder_id from folder where mailbox_id = ? and listed)";
    /** Items that leave these were not in the scope. */
    private static final List<UUID> NEVER = Stream.of(
                    WellKnownFolder.RECOVERABLEITEMSDELETIONS, WellKnownFolder.RECOVERABLEITEMSPURGES)
            .map(each -> each.id().value())
            .toList();

    private static final String NEVER_MARKS = NEVER.stream().map(_ -> "?").collect(Collectors.joining(", "));

    /** A condition on the folder of an item: it is in the scope. Adds the values to bind. */
    String condition(String column, List<@Nullable Object> values) {
        if (folder != null) {
            values.add(folder.value());
            return column + " = ?";
        }
        values.add(mailbox);
        return column + " in " + LISTED;
    }

    /**
     * The next folder with changes of a round; null if there is none.
     *
     * @param before the folder that was read last; null for the first
     */
    @Nullable
    UUID next(Sql sql, SyncPosition at, @Nullable UUID before) {
        if (folder != null) {
            return before == null ? folder.value() : null;
        }
        return at.phase() == Phase.REMOVED ? nextRemoved(sql, at, before) : nextPresent(sql, at, before);
    }

    private @Nullable UUID nextPresent(Sql sql, SyncPosition at, @Nullable UUID before) {
        return sql.one(
                "select folder_id from folder f where mailbox_id = ? and listed and folder_id > ? and exists"
                        + " (select 1 from " + kind.table() + " i where i.mailbox_id = f.mailbox_id"
                        + " and i.folder_id = f.folder_id and i.changed > ? and i.changed <= ?)"
                        + " order by folder_id limit 1",
                row -> row.uuid(1),
                mailbox,
                first(before),
                at.after(),
                at.until());
    }

    /** Folders may be gone together with what left them. Those that are not listed now may have been when it left. */
    private @Nullable UUID nextRemoved(Sql sql, SyncPosition at, @Nullable UUID before) {
        return sql.one(
                "select s.folder_id from (select folder_id from folder where mailbox_id = ? union"
                        + " select gone_id from tombstone where mailbox_id = ? and scope_id = ? and changed > ?) s"
                        + " where s.folder_id > ? and s.folder_id not in (" + NEVER_MARKS + ") and exists"
                        + " (select 1 from tombstone t where t.mailbox_id = ? and t.scope_id = s.folder_id"
                        + " and t.kind = ? and t.changed > ? and t.changed <= ?) order by s.folder_id limit 1",
                row -> row.uuid(1),
                Stream.of(
                                Stream.of(
                                        mailbox,
                                        mailbox,
                                        WellKnownFolder.ROOT.id().value(),
                                        at.after(),
                                        first(before)),
                                NEVER.stream(),
                                Stream.of(mailbox, kind.name(), at.after(), at.until()))
                        .flatMap(each -> each)
                        .toArray());
    }

    private static UUID first(@Nullable UUID before) {
        return before == null ? new UUID(0, 0) : before;
    }
}
