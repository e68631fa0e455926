package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.MailboxUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the size of the queues of mailboxes: the last count plus everything added since, without what was delivered since. Counting the
 * queue of a busy sender reads the index entries of all recent deliveries, which costs PostgreSQL as much as all other statements of an
 * acceptance. Far below the quota an estimate is enough. Thread-safe.
 */
final class QueueEstimates {
    private static final Duration MAX_QUERY_TIME = Duration.ofSeconds(1);
    private static final int MAX_COUNTED = 10_000;

    private final ConcurrentHashMap<MailboxId, Estimate> known = new ConcurrentHashMap<>();

    /** @param counted the time of the last count */
    record Estimate(MailboxUsage.QueueUse use, Instant counted) {}

    /** Returns the estimate including these messages; null if the queue must be counted. */
    @Nullable
    Estimate with(MailboxId mailbox, int messages, long bytes, MailboxUsage usage, Instant now) {
        Estimate last = known.get(mailbox);
        if (last == null || now.isAfter(last.counted().plus(MAX_QUERY_TIME)) || now.isBefore(last.counted())) {
            return null;
        }
        Estimate next = new Estimate(last.use().plus(messages, bytes), last.counted());
        return usage.isQueueSmall(next.use()) ? next : null;
    }

    /** Called after the commit. */
    void set(MailboxId mailbox, Estimate estimate) {
        if (known.size() >= MAX_COUNTED) {
            known.clear();
        }
        known.put(mailbox, estimate);
    }
}
