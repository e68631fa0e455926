package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where times, ids and numbers of changes come from. */
record ChangeClock(InstantSource clock, RandomGenerator random) {
    /** Now, in whole seconds: the step in which the wire shows the times of messages. */
    Instant now() {
        return seconds(clock.instant());
    }

    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    UUID nextId() {
        return Uuids.timeOrdered(clock.instant(), random);
    }

    /** The number of the next change. It also locks the mailbox until the transaction ends, so it comes first. */
    static long nextChange(Sql sql, MailboxId mailbox) {
        Long next = sql.one(
                "update mailbox set change_seq = change_seq + 1 where mailbox_id = ? returning change_seq",
                row -> row.number(1),
                mailbox.value());
        if (next == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return next;
    }
}
