package dev.postern.mailbox.sync;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.sync.SyncPosition.Cursor;
import dev.postern.mailbox.sync.SyncPosition.Phase;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids of items that have changed in a folder, or in all folders that lists of the mailbox contain. Each statement reads a
 * range of an index; a page costs what it contains.
 */
public final class SyncKeys {
    private static final UUID NONE = new UUID(0, 0);

    private final Mailbox mailbox;
    private final UUID mailboxId;
    private final ItemKind kind;
    private final SyncScopes scopes;
    private final SyncOptions options;
    private final List<SqlFragment> only;

    /**
     * @param folder null for all folders
     * @param only a condition on the items that are in the scope; null for all
     */
    public SyncKeys(
            Mailbox mailbox,
            ItemKind kind,
            @Nullable FolderId folder,
            SyncOptions options,
            @Nullable SqlFragment only) {
        this.mailbox = mailbox;
        this.mailboxId = mailbox.id().value();
        this.kind = kind;
        this.scopes = new SyncScopes(mailboxId, kind, folder);
        this.options = options;
        this.only = only == null ? List.of() : List.of(only);
    }

    /**
     * An item that changed.
     *
     * @param removed whether it is no longer in the scope under this id
     * @param moveCount then
     * @param arrived the change that put it into its folder
     * @param after the position after it
     */
    public record Key(boolean removed, UUID id, long moveCount, long arrived, SyncPosition after) {}

    /** @param more whether the round contains more than these */
    public record Keys(List<Key> keys, boolean more) {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Reads a page.
     *
     * @param from a position in a round
     * @throws MailboxFailure.ChangesForgotten if changes after the position are no longer known
     */
    public Keys page(Sql sql, SyncPosition from, int size) {
        int most = from.isFirst() ? Math.min(size, options.most() - from.given()) : size;
        var keys = new ArrayList<Key>();
        SyncPosition at = opened(sql, from);
        while (at != null && keys.size() <= most) {
            int wanted = most + 1 - keys.size();
            List<Key> found = read(sql, at, wanted, from.given() + keys.size());
            keys.addAll(found);
            at = found.size() < wanted
                    ? next(sql, at, at.cursor())
                    : found.getLast().after();
        }
        MailboxSync.read(sql, mailboxId).require(from);
        if (keys.size() <= most) {
            return new Keys(keys, false);
        }
        boolean full = from.isFirst() && from.given() + most >= options.most();
        return new Keys(keys.subList(0, most), !full && most > 0);
    }

    /**
     * The position after a page. Called when everything of the page has been read: what changed while it was read belongs to the
     * next round, which then needs the history from before this round.
     *
     * @param from the position before the page
     */
    public SyncPosition end(Keys page, SyncPosition from) {
        return page.more()
                ? page.keys().getLast().after()
                : from.finished(
                        mailbox.read(sql -> MailboxSync.read(sql, mailboxId)).last());
    }

    /** The position, or the next phase that contains what was asked for; null if there is none. */
    private @Nullable SyncPosition skipped(SyncPosition at) {
        boolean some =
                options.changes() == SyncOptions.Changes.CREATED || options.changes() == SyncOptions.Changes.UPDATED;
        if (at.phase() == Phase.REMOVED) {
            return some ? at.present() : at;
        }
        return at.isFirst() || options.changes() != SyncOptions.Changes.DELETED ? at : null;
    }

    /** The position with a cursor; null if nothing is left. */
    private @Nullable SyncPosition opened(Sql sql, SyncPosition position) {
        SyncPosition at = skipped(position);
        if (at == null || at.cursor() != null) {
            return at;
        }
        return sorted(at) ? at.at(Cursor.after(NONE, Long.MAX_VALUE)) : next(sql, at, null);
    }

    private @Nullable SyncPosition next(Sql sql, SyncPosition at, @Nullable Cursor before) {
        UUID scope = sorted(at) ? null : scopes.next(sql, at, before == null ? null : before.scope());
        if (scope != null) {
            return at.at(Cursor.after(scope, at.after()));
        }
        return at.phase() == Phase.REMOVED ? opened(sql, at.present()) : null;
    }

    /** Whether the phase is sorted by time, over all folders. */
    private boolean sorted(SyncPosition at) {
        return at.isFirst() && options.newestFirst();
    }

    private List<Key> read(Sql sql, SyncPosition at, int limit, int given) {
        Cursor cursor = Objects.requireNonNull(at.cursor());
        if (sorted(at)) {
            return newest(sql, at, cursor, limit, given);
        }
        return at.phase() == Phase.REMOVED
                ? removed(sql, at, cursor, limit, given)
                : present(sql, at, cursor, limit, given);
    }

    private List<Key> removed(Sql sql, SyncPosition at, Cursor cursor, int limit, int given) {
        var values = new ArrayList<@Nullable Object>(
                List.of(mailboxId, cursor.scope(), kind.name(), at.until(), cursor.number(), cursor.id(), at.until()));
        var text = new StringBuilder("select gone_id, changed, move_count, 0 from tombstone t where"
                + " mailbox_id = ? and scope_id = ? and kind = ? and changed <= ?"
                + " and (changed, gone_id) > (?, ?) and not exists (select 1 from " + kind.table()
                + " i where i.mailbox_id = t.mailbox_id and i.item_id = t.gone_id and i.arrived <= ?");
        if (options.ids() == IdStyle.DEFAULT) {
            text.append(" and i.move_count = t.move_count");
        }
        text.append(" and ").append(scopes.condition("i.folder_id", values)).append(")");
        text.append(" order by changed, gone_id limit ?");
        values.add(limit);
        return keys(sql, text.toString(), values, at, cursor.scope(), given);
    }

    private List<Key> present(Sql sql, SyncPosition at, Cursor cursor, int limit, int given) {
        var values = new ArrayList<@Nullable Object>(
                List.of(mailboxId, cursor.scope(), at.until(), cursor.number(), cursor.id()));
        var text = new StringBuilder("select item_id, changed, move_count, arrived from " + kind.table()
                + " i where mailbox_id = ? and folder_id = ? and changed <= ? and (changed, item_id) > (?, ?)");
        conditions(at, text, values);
        text.append(" order by changed, item_id limit ?");
        values.add(limit);
        return keys(sql, text.toString(), values, at, cursor.scope(), given);
    }

    private void conditions(SyncPosition at, StringBuilder text, List<@Nullable Object> values) {
        if (!at.isFirst()) {
            switch (options.changes()) {
                case CREATED -> {
                    text.append(" and arrived > ?");
                    values.add(at.base());
                }
                case UPDATED -> {
                    text.append(" and arrived <= ?");
                    values.add(at.after());
                }
                case ALL, DELETED -> {}
            }
            if (!options.withReadFlag()) {
                text.append(" and (coalesce(content_changed, changed) > ? or arrived > ?)");
                values.add(at.base());
                values.add(at.base());
            }
        }
        if (options.receivedFrom() != null) {
            text.append(" and received_at >= ?");
            values.add(options.receivedFrom());
        }
        for (SqlFragment each : only) {
            text.append(" and ").append(each.sql());
            values.addAll(each.values());
        }
    }

    private List<Key> newest(Sql sql, SyncPosition at, Cursor cursor, int limit, int given) {
        var values = new ArrayList<@Nullable Object>(List.of(mailboxId, cursor.number(), cursor.id()));
        var text = new StringBuilder("select item_id, received_at, move_count, arrived from " + kind.table()
                + " where mailbox_id = ? and (received_at, item_id) < (?, ?) and ");
        text.append(scopes.condition("folder_id", values));
        conditions(at, text, values);
        text.append(" order by received_at desc, item_id desc limit ?");
        values.add(limit);
        return keys(sql, text.toString(), values, at, NONE, given);
    }

    private static List<Key> keys(
            Sql sql, String text, List<@Nullable Object> values, SyncPosition at, UUID scope, int given) {
        record Found(UUID id, long number, long moveCount, long arrived) {
            static Found read(Row row) {
                return new Found(row.uuid(1), row.number(2), row.number(3), row.number(4));
            }
        }
        var keys = new ArrayList<Key>();
        for (Found one : sql.list(text, Found::read, values.toArray())) {
            SyncPosition after = at.gave(new Cursor(scope, one.number(), one.id()), given + keys.size() + 1);
            keys.add(new Key(at.phase() == Phase.REMOVED, one.id(), one.moveCount(), one.arrived(), after));
        }
        return keys;
    }
}
