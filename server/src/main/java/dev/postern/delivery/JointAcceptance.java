package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.audit.ChainAppend;
import dev.postern.audit.PendingEntry;
import dev.postern.mailbox.MailboxUsage;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.MessageBatch;
import dev.postern.store.DatabaseUnavailable;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.trace.TracedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts concurrent submissions of one mailbox in one transaction, with a few statements for all of them: copies in Sent Items, rows of
 * the queue, audit entries. Each caller gets its own outcome. A submission that is refused here was not accepted; its caller then submits
 * it alone, with the code that handles every case. Thread-safe.
 */
final class JointAcceptance {
    private final Mailboxes mailboxes;
    private final OutboundQueue queue;
    private final DeliveryWorker worker;
    private final SubmissionTraces traces = new SubmissionTraces();
    private final QueueEstimates estimates = new QueueEstimates();
    private final CallerGroups<MailboxId, Unit> groups = new CallerGroups<>(this::accept);

    JointAcceptance(Mailboxes mailboxes, OutboundQueue queue, DeliveryWorker worker) {
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.worker = worker;
    }

    /**
     * One submission, without large contents.
     *
     * @param sent the copy in Sent Items; null if none is saved
     * @param entry its audit entry, or null
     * @param repetition as in {@link Submission}
     */
    record Unit(
            Job job,
            MessageBatch.@Nullable Entry sent,
            @Nullable PendingEntry entry,
            TracedMessage traced,
            Submission.@Nullable Repetition repetition) {}

    /**
     * Accepts a submission, or changes nothing.
     *
     * @return whether it was accepted; if not, it must be tried alone
     * @throws OutcomeUnknown if it may have been accepted
     * @throws DatabaseUnavailable if it was not accepted because the database is unavailable
     */
    boolean accept(Unit unit) {
        return switch (groups.join(unit.job().mailbox(), unit)) {
            case CallerGroups.Outcome.Done() -> true;
            case CallerGroups.Outcome.Alone() -> false;
            case CallerGroups.Outcome.Failed(OutcomeUnknown why) -> throw new OutcomeUnknown(why);
            case CallerGroups.Outcome.Failed(DatabaseUnavailable why) ->
                throw new DatabaseUnavailable("A transaction of several submissions failed", why);
            case CallerGroups.Outcome.Failed(Error why) -> throw why;
            case CallerGroups.Outcome.Failed(Throwable _) -> false;
        };
    }

    int waiting(MailboxId mailbox) {
        return groups.waiting(mailbox);
    }

    private void accept(List<CallerGroups.Member<Unit>> group) {
        List<CallerGroups.Member<Unit>> now = List.copyOf(group);
        while (!now.isEmpty()) {
            List<Unit> units = now.stream().map(CallerGroups.Member::unit).toList();
            // The claims start when the rows are written, because the submissions may have waited.
            Instant until = queue.now().plus(OutboundQueue.LEASE);
            List<Job> jobs =
                    units.stream().map(unit -> unit.job().claimedUntil(until)).toList();
            Set<MessageBatch.Entry> refused;
            try {
                QueueEstimates.Estimate use = queue.database().write(sql -> accept(sql, units, jobs));
                for (Unit unit : units) {
                    if (unit.entry() != null) {
                        unit.entry().setWritten();
                    }
                }
                // The submissions are committed; a failure from here on does not change that.
                now.forEach(member -> member.set(new CallerGroups.Outcome.Done()));
                estimates.set(jobs.getFirst().mailbox(), use);
                jobs.forEach(worker::offer);
                return;
            } catch (MessageBatch.Refused e) {
                refused = new HashSet<>(e.entries());
            }
            now = now.stream()
                    .filter(member -> !refused.contains(member.unit().sent()))
                    .toList();
        }
    }

    private QueueEstimates.Estimate accept(Sql sql, List<Unit> units, List<Job> jobs) {
        MessageBatch batch = mailboxes
                .deliveries()
                .batch(units.stream().map(Unit::sent).filter(Objects::nonNull).toList());
        Pipeline places = sql.pipeline();
        batch.lock(places);
        var entries = new ArrayList<PendingEntry>();
        for (Unit unit : units) {
            if (unit.entry() != null && !unit.entry().isWritten()) {
                entries.add(unit.entry());
            }
        }
        ChainAppend audit = PendingEntry.begin(places, entries);
        var repeated = SubmissionTraces.repetitions(
                places,
                jobs.getFirst().envelope().tenant(),
                units.stream().map(Unit::repetition).filter(Objects::nonNull).toList());
        places.run();
        if (!repeated.get().isEmpty()) {
            throw new IllegalStateException("A submission was accepted a short time ago");
        }
        Pipeline rows = sql.pipeline();
        batch.insert(rows);
        var added = queue.add(rows, jobs);
        var traced = traces.addWaiting(rows, units.stream().map(Unit::traced).toList());
        MailboxUsage usage = mailboxes.open(jobs.getFirst().mailbox()).usage();
        Instant now = queue.now();
        QueueEstimates.Estimate estimate =
                estimates.with(jobs.getFirst().mailbox(), jobs.size(), bytes(jobs), usage, now);
        var counted = estimate == null ? usage.queueUse(rows) : null;
        audit.write(rows);
        rows.run();
        batch.check();
        if (IntStream.concat(Arrays.stream(added.get()), Arrays.stream(traced.get()))
                .anyMatch(count -> count != 1)) {
            throw new IllegalStateException("A submission was accepted already");
        }
        if (estimate != null) {
            return estimate;
        }
        MailboxUsage.QueueUse use = Objects.requireNonNull(counted).get().getFirst();
        usage.requireQueue(use);
        return new QueueEstimates.Estimate(use, now);
    }

    private static long bytes(List<Job> jobs) {
        return jobs.stream()
                .mapToLong(job -> job.copy() == null ? 0 : job.copy().item().size())
                .sum();
    }
}
