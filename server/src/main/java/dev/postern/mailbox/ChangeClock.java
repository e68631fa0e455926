package dev.postern.mailbox;

import dev.postern.store.Uuids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The source of times and ids. */
record ChangeClock(InstantSource source, RandomGenerator random) {
    /** The current time in whole seconds, the precision in which Graph shows the times of messages. */
    Instant now() {
        return seconds(source.instant());
    }

    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    UUID nextId() {
        return Uuids.timeOrdered(source.instant(), random);
    }
}
