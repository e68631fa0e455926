package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.WaitingMail;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What administrators see and change of the mail to other domains. Each change is committed with its audit entry. Thread-safe. */
public final class QueueAdministration {
    private final Database database;
    private final WaitingMail mail;
    private final RelayRows rows;
    private final RelayObserver observer;
    private final InstantSource clock;
    private final List<RelayService> services = new CopyOnWriteArrayList<>();

    public QueueAdministration(
            Database database, WaitingMail mail, RelayRows rows, RelayObserver observer, InstantSource clock) {
        this.database = database;
        this.mail = mail;
        this.rows = rows;
        this.observer = observer;
        this.clock = clock;
    }

    /** The changes. */
    public enum Change {
        /** No attempts until it is released. */
        HOLD,
        /** Attempts again, as for a new message. */
        RELEASE,
        /** An attempt at once. */
        RETRY,
        /** No attempts any more, and no report. */
        DROP
    }

    /** The result of a change. */
    public enum Result {
        DONE,
        /** There is no such message to another domain. */
        UNKNOWN,
        /** It is held, or being sent, or not held. */
        IMPOSSIBLE
    }

    /** Returns the messages of a tenant, the oldest first. */
    public List<RelayRow> list(TenantId tenant, int max) {
        return database.read(sql -> RelayQueue.ofTenant(sql, tenant, max)).stream()
                .map(this::shown)
                .toList();
    }

    public @Nullable RelayRow find(TenantId tenant, UUID id) {
        RelayRow row = database.read(sql -> RelayQueue.find(sql, tenant, id));
        return row == null ? null : shown(row);
    }

    /** With the pauses of this node, because the rows do not know them. */
    private RelayRow shown(RelayRow row) {
        RelayRow shown = row;
        for (RelayService service : services) {
            shown = shown.during(service.pause(row.key().destination()));
        }
        return shown;
    }

    /**
     * How many messages to other domains are in a state.
     *
     * @param hasRoute whether there was a route when they were last looked at
     * @param oldest when the oldest of them was submitted
     */
    public record Count(boolean held, boolean hasRoute, long messages, Instant oldest) {}

    public List<Count> counts(TenantId tenant) {
        return database.read(sql -> RelayQueue.counts(sql, tenant));
    }

    /** How much waits, and since when. */
    public record Totals(long rows, @Nullable Instant oldest) {}

    public Totals totals() {
        RelayQueue.Totals totals = RelayQueue.totals(database);
        return new Totals(totals.rows(), totals.oldest());
    }

    /** Adds a service whose pauses are shown, and end when an attempt is wanted. */
    public void add(RelayService service) {
        services.add(service);
    }

    /** @param entry of the request, which is written with the change */
    public Result change(TenantId tenant, UUID id, Change change, PendingEntry entry) {
        record Done(Result result, String destination) {}
        Done done = entry.write(database, sql -> {
            RelayRow row = RelayQueue.find(sql, tenant, id);
            return row == null
                    ? new Done(Result.UNKNOWN, "")
                    : new Done(
                            apply(sql, row, change) ? Result.DONE : Result.IMPOSSIBLE,
                            row.key().destination());
        });
        if (done.result() == Result.DONE && (change == Change.RETRY || change == Change.RELEASE)) {
            services.forEach(one -> one.resume(done.destination()));
        }
        return done.result();
    }

    private boolean apply(Sql sql, RelayRow row, Change change) {
        Instant now = clock.instant();
        boolean changed = switch (change) {
            case HOLD ->
                sql.update("update relay set state = 'HELD' where relay_id = ? and state = 'WAITING'", row.id()) > 0;
            case RELEASE -> release(sql, row, now);
            case RETRY ->
                sql.update("update relay set due_at = ? where relay_id = ? and state = 'WAITING'", now, row.id()) > 0;
            case DROP -> drop(sql, row, now);
        };
        if (changed) {
            record(sql, row, change, now);
        }
        return changed;
    }

    private boolean release(Sql sql, RelayRow row, Instant now) {
        Instant expires = rows.expires(now);
        return sql.update(
                        "update relay set state = 'WAITING', due_at = ?, expires_at = ?, notice_at = ?"
                                + " where relay_id = ? and state = 'HELD'",
                        now,
                        expires,
                        RelayTimes.notice(row.submitted(), expires, row.delayed()),
                        row.id())
                > 0;
    }

    private boolean drop(Sql sql, RelayRow row, Instant now) {
        WaitingMail.Opened message =
                mail.open(sql, row.key().mailbox(), row.key().submission());
        if (message != null) {
            mail.lock(sql, row.key().mailbox(), row.key().submission());
        }
        int dropped = sql.update(
                "delete from relay where relay_id = ? and (lease_until is null or lease_until < ?)", row.id(), now);
        if (dropped > 0 && message != null) {
            RelaySettling.end(sql, mail, row.key(), message);
        }
        return dropped > 0;
    }

    private void record(Sql sql, RelayRow row, Change change, Instant now) {
        RelayObserver.State state = switch (change) {
            case HOLD -> RelayObserver.State.HELD;
            case RELEASE, RETRY -> RelayObserver.State.WAITING;
            case DROP -> RelayObserver.State.FAILED;
        };
        observer.record(
                sql,
                row.tenant(),
                row.key().submission(),
                now,
                row.waiting().stream()
                        .map(one -> new RelayObserver.Step(
                                one.address(),
                                state,
                                null,
                                // what is no attempt only changes the state
                                change == Change.DROP ? "An administrator has removed it" : null))
                        .toList());
    }
}
