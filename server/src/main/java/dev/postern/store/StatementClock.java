package dev.postern.store;

import java.time.Duration;

/**
 * Measures how long the current statement of a transaction has been running. One thread runs statements, another one
 * reads.
 */
final class StatementClock {
    /** The clock of engines whose statements are not monitored. */
    static final StatementClock NONE = new StatementClock(PostgresConnection.NONE);

    private static final long AT_REST = 0;

    private final PostgresConnection connection;
    private volatile long began = AT_REST;

    StatementClock(PostgresConnection connection) {
        this.connection = connection;
    }

    PostgresConnection connection() {
        return connection;
    }

    void begin() {
        began = System.nanoTime() | 1;
    }

    void end() {
        began = AT_REST;
    }

    /** A number that identifies the running statement if it has been running for longer than this; 0 otherwise. */
    long runningFor(Duration longerThan) {
        long since = began;
        return since != AT_REST && System.nanoTime() - since > longerThan.toNanos() ? since : AT_REST;
    }
}
