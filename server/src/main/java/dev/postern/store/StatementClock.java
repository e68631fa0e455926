package dev.postern.store;

import java.time.Duration;

/** Tells how long the present statement of a transaction has been running. One thread runs statements, another looks. */
final class StatementClock {
    /** For engines whose statements nobody watches. */
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

    /** A number that is the same as long as the same statement runs, when it runs for longer than this; 0 otherwise. */
    long runningFor(Duration longerThan) {
        long since = began;
        return since != AT_REST && System.nanoTime() - since > longerThan.toNanos() ? since : AT_REST;
    }
}
