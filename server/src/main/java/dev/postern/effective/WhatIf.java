package dev.postern.effective;

import dev.postern.compute.ComputePool;
import dev.postern.compute.Limit;
import dev.postern.directory.SupposedChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Computes who would gain and who would lose access by a change that is not made. Thread-safe. */
public final class WhatIf {
    private static final int MOST_ROWS = 1_000;
    /** A row needs about 1 KB while the response is made. */
    private static final int MOST_OF_ALL_ROWS = 100_000;

    private static final Duration TIME = Duration.ofSeconds(15);
    private static final long MEMORY = 16L << 20;
    /** More than the comparison needs, so that an incomplete result is still returned. */
    private static final Limit LIMIT = new Limit(Limit.SMALL + 1, TIME.plusSeconds(10), MEMORY, 1L << 40);

    private final ComputePool compute;
    private final InstantSource clock;

    public WhatIf(ComputePool compute, InstantSource clock) {
        this.compute = compute;
        this.clock = clock;
    }

    /**
     * Compares the states before and after a change.
     *
     * @param change null if it cannot affect access
     * @param all whether more rows than usual are listed
     */
    public AccessDifference difference(@Nullable SupposedChange change, boolean all) {
        if (change == null) {
            return AccessDifference.NONE;
        }
        Instant end = clock.instant().plus(TIME);
        int most = all ? MOST_OF_ALL_ROWS : MOST_ROWS;
        return compute.run(
                LIMIT,
                deadline ->
                        AccessDifference.of(change, most, () -> clock.instant().isBefore(end)));
    }

    /** What the caller has to know about a result; null if it is complete. */
    public static @Nullable String warning(AccessDifference difference) {
        return difference.complete()
                ? null
                : "The change affects more than could be compared in " + TIME.toSeconds()
                        + " seconds. The counts and names are those found until then.";
    }
}
