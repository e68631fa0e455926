package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code relay}. A claim is a lease, which is renewed while the dialogue runs. Thread-safe. */
final class RelayQueue {
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final String KEY = " where mailbox_id = ? and submission_id = ? and destination = ?";
    private static final String OWN = KEY + " and lease_owner = ?";
    private static final String FREE = " and (lease_until is null or lease_until < ?)";
    private static final String DUE = "select mailbox_id, submission_id, destination from relay where state = 'WAITING'"
            + " and due_at <= ?" + FREE;

    private final Database database;
    private final InstantSource clock;
    private final UUID node;

    RelayQueue(Database database, InstantSource clock, UUID node) {
        this.database = database;
        this.clock = clock;
        this.node = node;
    }

    Database database() {
        return database;
    }

    Instant now() {
        return clock.instant();
    }

    /** Returns due rows of all destinations but these, the longest overdue first. */
    List<RelayKey> due(Collection<String> without, int max) {
        Instant now = now();
        Object[] values = new Object[3 + padded(without.size())];
        values[0] = now;
        values[1] = now;
        int at = 2;
        for (String one : without) {
            values[at++] = one;
        }
        // few different statements, so that they stay prepared
        while (at < values.length - 1) {
            values[at] = values[at - 1];
            at++;
        }
        values[at] = max;
        String others = without.isEmpty()
                ? ""
                : " and destination not in (" + String.join(", ", Collections.nCopies(values.length - 3, "?")) + ")";
        return database.read(sql -> sql.list(DUE + others + " order by due_at limit ?", RelayKey::read, values));
    }

    private static int padded(int size) {
        return size == 0 ? 0 : Integer.highestOneBit(size * 2 - 1);
    }

    /** Returns due rows of one destination, the longest overdue first. */
    List<RelayKey> dueOf(String destination, int max) {
        Instant now = now();
        return database.read(sql -> sql.list(
                DUE + " and destination = ? order by due_at limit ?", RelayKey::read, now, now, destination, max));
    }

    /** Returns the rows that expire now, or whose delay is to be reported to the sender. */
    List<RelayKey> notices(int max) {
        Instant now = now();
        return database.read(sql -> sql.list(
                "select mailbox_id, submission_id, destination from relay where state = 'WAITING' and notice_at <= ?"
                        + FREE + " order by notice_at limit ?",
                RelayKey::read,
                now,
                now,
                max));
    }

    /** Claims a due row; returns null if another node has claimed it, or an administrator has changed it. */
    @Nullable
    RelayRow claim(RelayKey key) {
        return claim(key, "due_at");
    }

    /** Claims a row because of a time that is over, without an attempt. */
    @Nullable
    RelayRow claimForNotice(RelayKey key) {
        return claim(key, "notice_at");
    }

    private @Nullable RelayRow claim(RelayKey key, String time) {
        Instant now = now();
        return database.write(sql -> sql.one(
                "update relay set lease_owner = ?, lease_until = ?" + KEY + " and state = 'WAITING' and " + time
                        + " <= ?" + FREE + " returning " + RelayRow.COLUMNS,
                RelayRow::read,
                node,
                now.plus(LEASE),
                key.mailbox().value(),
                key.submission(),
                key.destination(),
                now,
                now));
    }

    void renew(Collection<RelayKey> keys) {
        if (!keys.isEmpty()) {
            Instant until = now().plus(LEASE);
            database.write(sql -> sql.batch(
                            "update relay set lease_until = ?" + OWN,
                            keys.stream()
                                    .map(key -> new Object[] {
                                        until, key.mailbox().value(), key.submission(), key.destination(), node
                                    })
                                    .toList())
                    .length);
        }
    }

    /** Releases a claim after a failure of our own, without counting an attempt. */
    void putBack(RelayKey key, Instant due) {
        database.write(sql -> sql.update(
                "update relay set due_at = ?, lease_owner = null, lease_until = null" + OWN,
                due,
                key.mailbox().value(),
                key.submission(),
                key.destination(),
                node));
    }

    /** Defers rows of a destination that cannot be reached. */
    void postpone(List<RelayKey> keys, Instant until, @Nullable String reason) {
        database.write(sql -> sql.batch(
                        "update relay set due_at = ?, last_reply = coalesce(?, last_reply)" + KEY
                                + " and state = 'WAITING' and due_at < ? and lease_owner is null",
                        keys.stream()
                                .map(key -> new @Nullable Object[] {
                                    until, reason, key.mailbox().value(), key.submission(), key.destination(), until
                                })
                                .toList())
                .length);
    }

    /** Stores an outcome and releases the claim; returns false if the claim was lost to another node. */
    boolean settle(Sql sql, RelayOutcome outcome) {
        RelayKey key = outcome.row().key();
        if (outcome.isOver()) {
            return sql.update(
                            "delete from relay" + OWN, key.mailbox().value(), key.submission(), key.destination(), node)
                    > 0;
        }
        return sql.update(
                        "update relay set recipients = ?, attempts = ?, due_at = ?, delayed_at = ?, notice_at = ?,"
                                + " last_reply = ?, lease_owner = null, lease_until = null" + OWN,
                        RecipientsText.of(outcome.recipients()),
                        outcome.attempts(),
                        outcome.due(),
                        outcome.delayed(),
                        outcome.notice(),
                        outcome.lastReply(),
                        key.mailbox().value(),
                        key.submission(),
                        key.destination(),
                        node)
                > 0;
    }

    static void remove(Sql sql, RelayKey key) {
        sql.update("delete from relay" + KEY, key.values());
    }

    /** Whether a message has rows for any destination. */
    static boolean hasRows(Sql sql, RelayKey key) {
        return sql.number(
                        "select count(*) from relay where mailbox_id = ? and submission_id = ?",
                        key.mailbox().value(),
                        key.submission())
                > 0;
    }

    /** Releases all claims. Only for a database that a single process uses, because the processes that made the claims have ended. */
    void releaseAll() {
        database.write(sql ->
                sql.update("update relay set lease_owner = null, lease_until = null where lease_owner is not null"));
    }

    static List<RelayRow> ofTenant(Sql sql, TenantId tenant, int max) {
        return sql.list(
                "select " + RelayRow.COLUMNS
                        + " from relay where tenant_id = ? order by submitted_at, relay_id limit ?",
                RelayRow::read,
                tenant.value(),
                max);
    }

    static List<QueueAdministration.Count> counts(Sql sql, TenantId tenant) {
        return sql.list(
                "select state, case when expires_at < ? then 1 else 0 end, count(*), min(submitted_at) from relay"
                        + " where tenant_id = ? group by 1, 2",
                row -> new QueueAdministration.Count(
                        row.text(1).equals("HELD"), row.number(2) == 1, row.number(3), row.time(4)),
                RelayTimes.NEVER,
                tenant.value());
    }

    static @Nullable RelayRow find(Sql sql, TenantId tenant, UUID id) {
        return sql.one(
                "select " + RelayRow.COLUMNS + " from relay where relay_id = ? and tenant_id = ?",
                RelayRow::read,
                id,
                tenant.value());
    }

    /**
     * The state of the whole queue.
     *
     * @param oldest when its oldest message was submitted; null if it is empty
     */
    record Totals(long rows, @Nullable Instant oldest) {}

    static Totals totals(Database database) {
        return database.read(sql -> {
            Totals totals = sql.one(
                    "select count(*), min(submitted_at) from relay",
                    row -> new Totals(row.number(1), row.timeOrNull(2)));
            return totals == null ? new Totals(0, null) : totals;
        });
    }
}
