package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.MailboxUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in the queues of mailboxes, counted a moment ago and estimated since: all that was added, and nothing that was delivered.
 * Counting the queue of a busy sender reads the index entries of everything that was delivered lately, and would cost PostgreSQL as much as all
 * other statements of an acceptance. Far below the quota an estimate is enough. Thread-safe.
 */
final class QueueEstimates {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<MailboxId, Estimate> known = new ConcurrentHashMap<>();

    /** @param counted when the queue was last counted */
    record Estimate(MailboxUsage.QueueUse use, Instant counted) {}

    /** The queue with these messages more; null when it has to be counted. */
    @Nullable
    Estimate with(MailboxId mailbox, int messages, long bytes, MailboxUsage usage, Instant now) {
        Estimate last = known.get(mailbox);
        if (last == null || now.isAfter(last.counted().plus(LONGEST)) || now.isBefore(last.counted())) {
            return null;
        }
        Estimate next = new Estimate(last.use().plus(messages, bytes), last.counted());
        return usage.isQueueSmall(next.use()) ? next : null;
    }

    /** Called after the commit. */
    void set(MailboxId mailbox, Estimate estimate) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(mailbox, estimate);
    }
}
