package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;

/**
 * The share of slow responses of an endpoint in the last ten minutes, in notifications. Graph publishes the limits. Counted on each node
 * for itself. Not thread-safe.
 */
final class SlowWindow {
    static final Duration LENGTH = Duration.ofMinutes(10);
    private static final int MINUTES = 10;
    private static final int ENOUGH = 100;
    private static final int SLOW_PERCENT = 10;
    private static final int DROP_PERCENT = 15;

    private final long[] minute = new long[MINUTES];
    private final long[] all = new long[MINUTES];
    private final long[] slow = new long[MINUTES];

    /** What an endpoint's share of slow responses causes. */
    enum State {
        FAST,
        /** New notifications wait ten minutes. */
        SLOW,
        /** New notifications are dropped. */
        DROPPING
    }

    void add(Instant now, int notifications, boolean wasSlow) {
        long present = now.getEpochSecond() / 60;
        int at = Math.floorMod(present, MINUTES);
        if (minute[at] != present) {
            minute[at] = present;
            all[at] = 0;
            slow[at] = 0;
        }
        all[at] += notifications;
        slow[at] += wasSlow ? notifications : 0;
    }

    State state(Instant now) {
        long present = now.getEpochSecond() / 60;
        long total = 0;
        long late = 0;
        for (int i = 0; i < MINUTES; i++) {
            if (minute[i] > present - MINUTES && minute[i] <= present) {
                total += all[i];
                late += slow[i];
            }
        }
        if (total < ENOUGH || late * 100 < total * SLOW_PERCENT) {
            return State.FAST;
        }
        return late * 100 < total * DROP_PERCENT ? State.SLOW : State.DROPPING;
    }

    boolean isIdle(Instant now) {
        long oldest = now.getEpochSecond() / 60 - MINUTES;
        for (long one : minute) {
            if (one > oldest) {
                return false;
            }
        }
        return true;
    }
}
