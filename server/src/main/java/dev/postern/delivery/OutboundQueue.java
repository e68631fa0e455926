package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.store.Database;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code outbound_queue} for one mailbox at a time. A claim is a lease: it expires if its node stops. */
final class OutboundQueue {
    static final Duration LEASE = Duration.ofSeconds(5);
    /** How long a meeting message waits for earlier ones. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private static final String DONE =
            "delete from outbound_queue where mailbox_id = ? and submission_id = ? and lease_owner = ?";
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Database database;
    private final InstantSource clock;
    private final UUID node;
    private final OutsideRoute route;

    OutboundQueue(Database database, InstantSource clock, UUID node, OutsideRoute route) {
        this.route = route;
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

    /** Adds a row that is claimed by this node; returns false if the submission is already in the queue. */
    boolean add(Sql sql, Job job) {
        Pipeline pipeline = sql.pipeline();
        var added = add(pipeline, List.of(job));
        pipeline.run();
        return added.get()[0] > 0;
    }

    /** As {@link #add(Sql, Job)}, for several; returns 1 for each that was added. */
    Pipeline.Result<int[]> add(Pipeline pipeline, List<Job> jobs) {
        return pipeline.batch(
                "insert into outbound_queue (mailbox_id, submission_id, state, submitted_at, due_at, attempts,"
                        + " lease_owner, lease_until, size, envelope, message, meeting_key, meeting_stamp)"
                        + " values (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                jobs.stream().map(this::row).toList());
    }

    private @Nullable Object[] row(Job job) {
        QueuedMessage.Written written = job.queued().written();
        MeetingOrder order = MeetingOrder.of(job.queued().message());
        return new @Nullable Object[] {
            job.mailbox().value(),
            job.submission(),
            "DELIVERING",
            job.submitted(),
            job.notBefore() == null ? job.submitted() : job.notBefore(),
            job.notBefore() == null ? node : null,
            job.notBefore() == null ? job.leaseUntil() : null,
            written.size(),
            job.envelope().text(),
            written.text(),
            order == null ? null : order.meeting(),
            order == null ? null : order.stamp()
        };
    }

    boolean holds(MailboxId mailbox, UUID submission) {
        return database.read(sql -> sql.number(
                        "select count(*) from outbound_queue where mailbox_id = ? and submission_id = ?",
                        mailbox.value(),
                        submission)
                > 0);
    }

    /** Claims a due row; returns null if another node has claimed it or it was deleted. */
    @Nullable
    Job claim(MailboxId mailbox, UUID submission) {
        Instant now = clock.instant();
        Instant until = now.plus(LEASE);
        return database.write(sql -> sql.one(
                "update outbound_queue set lease_owner = ?, lease_until = ?, attempts = attempts + 1"
                        + " where mailbox_id = ? and submission_id = ? and due_at <= ?"
                        + " and state <> 'DEFERRED' and (lease_until is null or lease_until < ?)"
                        + " returning envelope, message, submitted_at, attempts",
                row -> new Job(
                        mailbox,
                        submission,
                        Envelope.parse(row.text(1)),
                        QueuedMessage.parse(row.text(2)),
                        row.time(3),
                        row.number(4),
                        until,
                        null,
                        null),
                node,
                until,
                mailbox.value(),
                submission,
                now,
                now));
    }

    /**
     * Whether an earlier message of the same sender about the same meeting must be delivered first. One that cannot be delivered delays the
     * later ones for a limited time.
     */
    boolean mustWait(Job job) {
        return MeetingOrder.of(job.queued().message()) != null && database.read(sql -> mustWait(sql, job));
    }

    /** As {@link #mustWait(Job)}, in the transaction that would deliver it. */
    boolean mustWait(Sql sql, Job job) {
        MeetingOrder order = MeetingOrder.of(job.queued().message());
        return order != null
                && sql.number(
                                "select count(*) from outbound_queue where mailbox_id = ? and meeting_key = ?"
                                        + " and meeting_stamp < ? and state = 'DELIVERING' and submitted_at > ?",
                                job.mailbox().value(),
                                order.meeting(),
                                order.stamp(),
                                clock.instant().minus(MAX_WAIT))
                        > 0;
    }

    /** Extends a claim; returns false if it was lost. */
    boolean renew(Job job) {
        return database.write(sql -> sql.update(
                        "update outbound_queue set lease_until = ?"
                                + " where mailbox_id = ? and submission_id = ? and lease_owner = ?",
                        clock.instant().plus(LEASE),
                        job.mailbox().value(),
                        job.submission(),
                        node)
                > 0);
    }

    /** Deletes the row of a completed job. Returns false if the claim was lost; its new owner then finishes the job. */
    boolean done(Sql sql, Job job) {
        return sql.update(DONE, job.mailbox().value(), job.submission(), node) > 0;
    }

    /** As {@link #done(Sql, Job)}, for several. */
    void done(Pipeline pipeline, List<Job> jobs) {
        pipeline.batch(
                DONE,
                jobs.stream()
                        .map(job -> new Object[] {job.mailbox().value(), job.submission(), node})
                        .toList());
    }

    /** Stores that the remaining recipients are external, and passes the message on to the route. Returns false if the claim was lost. */
    boolean defer(Sql sql, Job job, Set<String> outside) {
        int deferred = sql.update(
                "update outbound_queue set state = ?, envelope = ?, due_at = ?, lease_owner = null, lease_until = null"
                        + " where mailbox_id = ? and submission_id = ? and lease_owner = ?",
                "WAITING",
                job.envelope().to(outside).text(),
                NEVER,
                job.mailbox().value(),
                job.submission(),
                node);
        if (deferred > 0) {
            route.accept(sql, WaitingMessage.of(job, outside));
        }
        return deferred > 0;
    }

    /** Releases a claim and sets the time of the next attempt. */
    void release(Job job, Instant due, @Nullable String problem) {
        database.write(sql -> sql.update(
                "update outbound_queue set due_at = ?, problem = ?, lease_owner = null, lease_until = null"
                        + " where mailbox_id = ? and submission_id = ? and lease_owner = ?",
                due,
                problem,
                job.mailbox().value(),
                job.submission(),
                node));
    }
}
