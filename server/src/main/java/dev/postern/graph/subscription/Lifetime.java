package dev.postern.graph.subscription;

import java.time.Duration;
import java.time.Instant;

/** How long a subscription may live. */
final class Lifetime {
    private static final Duration MAX = Duration.ofMinutes(10_070);
    private static final Duration MAX_RICH = Duration.ofDays(1);
    private static final Duration MIN = Duration.ofMinutes(45);
    /** For the time that the request needs, and clocks that differ. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private Lifetime() {}

    /** The end of a subscription: the requested one, or 45 minutes from now if that is later. */
    static Instant end(Instant requested, Instant now, boolean rich) {
        if (!requested.isAfter(now)) {
            throw SubscriptionFaults.invalid("Subscription expiration must be in the future.");
        }
        Duration max = rich ? MAX_RICH : MAX;
        if (requested.isAfter(now.plus(max).plus(TOLERANCE))) {
            throw SubscriptionFaults.tooLong(max);
        }
        Instant earliest = now.plus(MIN);
        return requested.isBefore(earliest) ? earliest : requested;
    }
}
