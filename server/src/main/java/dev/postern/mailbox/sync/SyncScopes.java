package dev.postern.mailbox.sync;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.sync.SyncPosition.Phase;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a scope: one, or all that lists of the mailbox contain, by their ids.
 *
 * @param folder null for all
 */
record SyncScopes(UUID mailbox, ItemKind kind, @Nullable FolderId folder) {
    private static final String LISTED = "(select folder_id from folder where mailbox_id = ? and listed)";

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

    /** Folders may be gone together with what left them. A folder that is not listed was listed before if it has moved since. */
    private @Nullable UUID nextRemoved(Sql sql, SyncPosition at, @Nullable UUID before) {
        return sql.one(
                "select s.folder_id from (select folder_id from folder where mailbox_id = ? and (listed or own_changed"
                    + " > ?) union select gone_id from tombstone where mailbox_id = ? and scope_id = ? and changed >"
                    + " ?) s where s.folder_id > ? and exists (select 1 from tombstone t where t.mailbox_id = ? and"
                    + " t.scope_id = s.folder_id and t.kind = ? and t.changed > ? and t.changed <= ?) order by"
                    + " s.folder_id limit 1",
                row -> row.uuid(1),
                mailbox,
                at.after(),
                mailbox,
                WellKnownFolder.ROOT.id().value(),
                at.after(),
                first(before),
                mailbox,
                kind.name(),
                at.after(),
                at.until());
    }

    private static UUID first(@Nullable UUID before) {
        return before == null ? new UUID(0, 0) : before;
    }
}
