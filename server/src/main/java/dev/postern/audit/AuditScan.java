package dev.postern.audit;

import dev.postern.audit.AuditCursor.Position;
import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one place, from the newest to the oldest, some hundred at a time: those of one mailbox in the order of its chain, or those of
 * a tenant in the order of their times. Each batch is a transaction of its own.
 */
final class AuditScan {
    private static final int BATCH = 500;

    private final Database database;
    private final Place place;
    private final AuditFilter filter;
    private final ArrayDeque<Located> read = new ArrayDeque<>();
    private Position before;
    private boolean ended;

    /** A row and where it is. */
    record Located(StoredRow row, UUID key, Position position) {}

    AuditScan(Database database, Place place, AuditFilter filter, Position before) {
        this.database = database;
        this.place = place;
        this.filter = filter;
        this.before = before;
    }

    /** Returns the next row; null at the end. */
    @Nullable
    Located peek() {
        if (read.isEmpty() && !ended) {
            Position from = before;
            read.addAll(Objects.requireNonNull(database.read(sql -> rows(sql, from))));
            ended = read.size() < BATCH;
        }
        return read.peek();
    }

    /** Takes the row that {@link #peek} returned. */
    Located take() {
        Located taken = read.remove();
        before = taken.position();
        return taken;
    }

    Place place() {
        return place;
    }

    Position position() {
        return before;
    }

    private List<Located> rows(Sql sql, Position from) {
        String select = "select " + place.key() + ", " + place.columns() + " from " + place.table();
        if (filter.mailbox() != null) {
            return sql.list(
                    select + " where mailbox_id = ? and sequence < ? order by sequence desc limit ?",
                    AuditScan::located,
                    filter.mailbox().value(),
                    from.sequence(),
                    BATCH);
        }
        long since = filter.since() == null ? Long.MIN_VALUE : filter.since().toEpochMilli();
        return place == Place.MAILBOX
                ? sql.list(
                        select + " where tenant_id = ? and at >= ? and (at, mailbox_id, sequence) < (?, ?, ?)"
                                + " order by at desc, mailbox_id desc, sequence desc limit ?",
                        AuditScan::located,
                        filter.tenant().value(),
                        since,
                        from.at(),
                        from.key(),
                        from.sequence(),
                        BATCH)
                : sql.list(
                        select + " where tenant_id = ? and at >= ? and (at, sequence) < (?, ?)"
                                + " order by at desc, sequence desc limit ?",
                        AuditScan::located,
                        filter.tenant().value(),
                        since,
                        from.at(),
                        from.sequence(),
                        BATCH);
    }

    private static Located located(Row row) {
        UUID key;
        try {
            key = row.uuid(1);
        } catch (IllegalArgumentException e) {
            // an altered key; the row does not agree with it
            key = new UUID(0, 0);
        }
        StoredRow stored = StoredRow.read(row, 2);
        long at = Objects.requireNonNullElse(stored.at(), 0L);
        return new Located(stored, key, new Position(at, key, stored.sequence()));
    }
}
