package dev.postern.trace;

import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removes old traces. Any number of nodes may do this at the same time. */
public final class TraceSweep {
    private static final int BATCH = 500;
    private static final int MAX_TRANSACTIONS = 200;
    private static final String FIRST_OF_TENANT =
            "select tenant_id from message_trace where tenant_id > ?" + " order by tenant_id limit 1";

    private final Database database;

    public TraceSweep(Database database) {
        this.database = database;
    }

    /** Removes the traces of messages that were received before this time. Returns how many; the rest is left to the next call. */
    public int removeBefore(Instant time) {
        int removed = 0;
        int transactions = 0;
        UUID tenant = next(new UUID(0, 0));
        while (tenant != null && transactions < MAX_TRANSACTIONS) {
            UUID one = tenant;
            int some = database.write(sql -> remove(sql, one, time));
            removed += some;
            transactions++;
            tenant = some == BATCH ? tenant : next(tenant);
        }
        return removed;
    }

    private @Nullable UUID next(UUID tenant) {
        return database.read(sql -> sql.one(FIRST_OF_TENANT, row -> row.uuid(1), tenant));
    }

    private static int remove(Sql sql, UUID tenant, Instant time) {
        List<UUID> old = sql.list(
                "select trace_id from message_trace where tenant_id = ? and received_at < ?"
                        + " order by received_at limit ?",
                row -> row.uuid(1),
                tenant,
                time,
                BATCH);
        sql.batch(
                "delete from message_trace where tenant_id = ? and trace_id = ?",
                old.stream().map(id -> new Object[] {tenant, id}).toList());
        return old.size();
    }
}
