package dev.postern.store;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a transaction that a thread begins inside another one of the same database: it would wait for a connection, or for the writer,
 * while it keeps a connection itself. Work in a transaction uses its {@link Sql}.
 */
final class OneTransaction {
    private final ThreadLocal<Boolean> running = new ThreadLocal<>();

    /** @throws IllegalStateException if the thread runs a transaction */
    void check() {
        if (running.get() != null) {
            throw new IllegalStateException("A transaction must not begin inside another one of the same thread");
        }
    }

    /** Runs the work of a transaction on this thread. */
    <T extends @Nullable Object> T run(Work<T> work, Sql sql) {
        running.set(true);
        try {
            return work.run(sql);
        } finally {
            running.remove();
        }
    }
}
