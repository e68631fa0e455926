package dev.postern.smtp.server;

import java.time.Duration;

/** When a connection is closed whatever its thread does. That thread sets it, another checks it. */
final class Deadline {
    private static final long NONE = Long.MIN_VALUE;

    private volatile long until = NONE;

    void set(Duration from) {
        long moment = System.nanoTime() + from.toNanos();
        until = moment == NONE ? moment + 1 : moment;
    }

    void clear() {
        until = NONE;
    }

    boolean hasPassed(long now) {
        long moment = until;
        return moment != NONE && now - moment >= 0;
    }
}
