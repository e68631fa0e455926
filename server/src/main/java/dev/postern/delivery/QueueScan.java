package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the queues of all mailboxes. They take no lock and decide nothing; each entry found is claimed in its own mailbox
 * afterwards.
 */
public final class QueueScan {
    private static final String OF_TENANT =
            "select mailbox_id, submission_id, state, envelope, submitted_at, attempts, problem, due_at from"
                    + " outbound_queue q where mailbox_id in (select mailbox_id from mailbox where tenant_id = ?)"
                    + " and not exists (select 1 from relay r where r.mailbox_id = q.mailbox_id"
                    + " and r.submission_id = q.submission_id)";

    private final Database database;

    public QueueScan(Database database) {
        this.database = database;
    }

    record Key(MailboxId mailbox, UUID submission) {}

    /**
     * A message that has not reached all recipients.
     *
     * @param waiting whether it waits for a route, not for its next attempt
     * @param recipients the remaining addresses
     * @param problem why the last attempt failed; null if none failed
     * @param deferredTo when a deferred message is to be sent; null for one that was sent
     * @param next when the next attempt is due; null if it waits for a route
     */
    public record Queued(
            MailboxId mailbox,
            UUID submission,
            boolean waiting,
            String sender,
            Set<String> recipients,
            Instant submitted,
            long attempts,
            @Nullable String problem,
            @Nullable Instant deferredTo,
            @Nullable Instant next) {}

    /** Returns the due entries without a claim, the longest overdue first. */
    List<Key> due(Instant now, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, submission_id from outbound_queue where due_at <= ? and state <> 'DEFERRED' and"
                        + " (lease_until is null or lease_until < ?) order by due_at limit ?",
                row -> new Key(new MailboxId(row.uuid(1)), row.uuid(2)),
                now,
                now,
                max));
    }

    /** Returns all entries, oldest first. */
    List<Queued> queued(int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, submission_id, state, envelope, submitted_at, attempts, problem, due_at from"
                        + " outbound_queue order by submitted_at limit ?",
                QueueScan::read,
                max));
    }

    private static Queued read(Row row) {
        Envelope envelope = Envelope.parse(row.text(4));
        return new Queued(
                new MailboxId(row.uuid(1)),
                row.uuid(2),
                row.text(3).equals("WAITING"),
                envelope.sender(),
                envelope.recipients(),
                row.time(5),
                row.number(6),
                row.textOrNull(7),
                row.text(3).equals(DeferredQueue.STATE) ? row.time(8) : null,
                row.text(3).equals("WAITING") ? null : row.time(8));
    }

    /** Returns the entries of one tenant's mailboxes that no route has taken over, oldest first. */
    public List<Queued> queued(TenantId tenant, int max) {
        return database.read(sql -> sql.list(
                OF_TENANT + " order by submitted_at, submission_id limit ?", QueueScan::read, tenant.value(), max));
    }

    /**
     * How many messages are in a state.
     *
     * @param state {@code DELIVERING}, {@code WAITING} for a route, or {@code DEFERRED}
     * @param oldest when the oldest of them was submitted
     */
    public record Count(String state, long messages, Instant oldest) {}

    /** Counts the entries of one tenant's mailboxes that no route has taken over. */
    public List<Count> counts(TenantId tenant) {
        return database.read(sql -> sql.list(
                "select state, count(*), min(submitted_at) from outbound_queue q where exists (select 1 from mailbox m"
                    + " where m.mailbox_id = q.mailbox_id and m.tenant_id = ?) and not exists (select 1 from relay r"
                    + " where r.mailbox_id = q.mailbox_id and r.submission_id = q.submission_id) group by state",
                row -> new Count(row.text(1), row.number(2), row.time(3)),
                tenant.value()));
    }

    /** Returns one of these entries; null if there is none. */
    public @Nullable Queued find(TenantId tenant, UUID submission) {
        List<Queued> found = database.read(sql ->
                sql.list(OF_TENANT + " and submission_id = ? limit 1", QueueScan::read, tenant.value(), submission));
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Releases all claims. Only for a database that a single process uses, because the processes that made the claims have ended. */
    void releaseAll() {
        database.write(sql -> sql.update(
                "update outbound_queue set lease_owner = null, lease_until = null where lease_owner is not null"));
    }
}
