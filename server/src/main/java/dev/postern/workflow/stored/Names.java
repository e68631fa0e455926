package dev.postern.workflow.stored;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Names of versions and runs. They decrease with time, so that the newest sorts first. */
public final class Names {
    private static final long TICKS_AT_1970 = 621_355_968_000_000_000L;

    private Names() {}

    /** The rest of the clock's range in units of 100 nanoseconds, with 20 digits. */
    public static String version(Instant at) {
        long ticks = TICKS_AT_1970 + at.getEpochSecond() * 10_000_000 + at.getNano() / 100;
        return String.format(Locale.ROOT, "%020d", Long.MAX_VALUE - ticks);
    }

    /** Returns a version for this time that is newer than the previous one, even if the clock was set back. */
    public static String versionAfter(String previous, Instant at) {
        long remaining = Math.min(Long.parseLong(version(at)), Long.parseLong(previous) - 1);
        return String.format(Locale.ROOT, "%020d", remaining);
    }

    /** The digits of a version, nine random digits, and a suffix that ends in two more. */
    public static String run(Instant at, RandomGenerator random) {
        return version(at)
                + String.format(Locale.ROOT, "%09dCU%02d", random.nextInt(1_000_000_000), random.nextInt(100));
    }
}
