package dev.postern.delivery;

import dev.postern.access.MailboxId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many messages and recipients a mailbox and an application may send to within an hour. Each node counts what it accepts. What mailboxes
 * send by themselves counts for the mailbox, so a storm of answers ends. Thread-safe.
 *
 * <p>Bounded: the counters of the {@value #MAX_KEYS} mailboxes and applications that sent last are kept, so the bound can only make a limit
 * wider.
 */
public final class SendingLimits {
    static final int MAX_KEYS = 20_000;

    private final Limit ofMailbox;
    private final Limit ofApplication;
    private final InstantSource clock;
    private final Map<UUID, Counts> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Counts> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** Messages and recipients in an hour; 0 for no limit. */
    public record Limit(int messages, int recipients) {
        public static final Limit NONE = new Limit(0, 0);
    }

    private record Counts(HourCount messages, HourCount recipients) {
        Counts() {
            this(new HourCount(), new HourCount());
        }

        Duration untilFits(Limit limit, int more, Instant now) {
            Duration first = messages.untilFits(1, limit.messages(), now);
            Duration second = recipients.untilFits(more, limit.recipients(), now);
            return first.compareTo(second) > 0 ? first : second;
        }

        void add(int more, Instant now) {
            messages.add(1, now);
            recipients.add(more, now);
        }
    }

    public SendingLimits(Limit ofMailbox, Limit ofApplication, InstantSource clock) {
        this.ofMailbox = ofMailbox;
        this.ofApplication = ofApplication;
        this.clock = clock;
    }

    /**
     * Counts a message.
     *
     * @param app null if the mailbox sends it by itself
     * @throws DeliveryFailure.TooManyMessages if there are too many; it is not counted then
     */
    void count(MailboxId mailbox, @Nullable UUID app, int recipients) {
        Instant now = clock.instant();
        synchronized (this) {
            Counts own = counts.computeIfAbsent(mailbox.value(), _ -> new Counts());
            require(own.untilFits(ofMailbox, recipients, now), false);
            if (app != null) {
                Counts all = counts.computeIfAbsent(app, _ -> new Counts());
                require(all.untilFits(ofApplication, recipients, now), true);
                all.add(recipients, now);
            }
            own.add(recipients, now);
        }
    }

    /** As {@link #count}, for what a mailbox sends by itself; returns false if there are too many. */
    boolean allow(MailboxId mailbox, int recipients) {
        try {
            count(mailbox, null, recipients);
            return true;
        } catch (DeliveryFailure.TooManyMessages _) {
            return false;
        }
    }

    private static void require(Duration until, boolean ofApplication) {
        if (!until.isZero()) {
            throw new DeliveryFailure.TooManyMessages(until, ofApplication);
        }
    }
}
