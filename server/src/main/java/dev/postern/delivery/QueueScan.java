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
            @Nullable Instant deferredTo) {}

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
                row.text(3).equals(DeferredQueue.STATE) ? row.time(8) : null);
    }

    /** Returns the entries of one tenant's mailboxes, oldest first. */
    public List<Queued> queued(TenantId tenant, int max) {
        return database.read(sql -> sql.list(
                "select mailbox_id, submission_id, state, envelope, submitted_at, attempts, problem, due_at from"
                    + " outbound_queue where mailbox_id in (select mailbox_id from mailbox where tenant_id = ?) order"
                    + " by submitted_at, submission_id limit ?",
                QueueScan::read,
                tenant.value(),
                max));
    }

    /** Releases all claims. Only for a database that a single process uses, because the processes that made the claims have ended. */
    void releaseAll() {
        database.write(sql -> sql.update(
                "update outbound_queue set lease_owner = null, lease_until = null where lease_owner is not null"));
    }
}
