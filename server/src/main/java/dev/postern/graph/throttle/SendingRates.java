package dev.postern.graph.throttle;

import dev.postern.access.MailboxId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What a mailbox may send: 10,000 recipients a day, and 30 messages a minute without delay. Thread-safe. */
final class SendingRates {
    static final int MAX_RECIPIENTS = 10_000;
    static final int MESSAGES_A_MINUTE = 30;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration INTERVAL = MINUTE.dividedBy(MESSAGES_A_MINUTE);
    private static final int MAX_COUNTERS = 10_000;

    private final InstantSource clock;
    private final BoundedCounters<MailboxId, Sent> mailboxes = new BoundedCounters<>(MAX_COUNTERS, DAY, Sent::new);

    private static final class Sent {
        final SlidingWindow recipients = new SlidingWindow(MAX_RECIPIENTS, DAY, 96);
        /** The time at which the minute's allowance would be full again. */
        Instant full = Instant.EPOCH;
    }

    SendingRates(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @return the delay that keeps the rate of delivery at the limit
     * @throws Throttled if there would be too many recipients
     */
    Duration send(MailboxId mailbox, int recipients) {
        Instant now = clock.instant();
        Sent sent = mailboxes.get(mailbox, now);
        synchronized (sent) {
            Duration until = sent.recipients.untilFits(recipients, now);
            if (!until.isZero()) {
                throw Throttled.ofMessages(until);
            }
            sent.recipients.add(recipients, now);
            sent.full = (sent.full.isAfter(now) ? sent.full : now).plus(INTERVAL);
            Duration delay = Duration.between(now, sent.full).minus(MINUTE);
            return delay.isNegative() ? Duration.ZERO : delay;
        }
    }
}
