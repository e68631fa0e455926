package dev.postern.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The one writer of a SQLite file. Units of work that arrive while a commit waits for the disk go into the next transaction
 * together, each behind a savepoint of its own, and share one fsync. A caller hears of success only after that fsync.
 */
final class GroupCommit implements AutoCloseable {
    private static final int MOST_UNITS = 256;

    private final DataSource source;
    private final StatementListener listener;
    private final BlockingQueue<Unit<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable Connection known;
    private @Nullable Sql sql;

    GroupCommit(DataSource source, StatementListener listener) {
        this.source = source;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("sqlite-writer").start(this::loop);
    }

    <T extends @Nullable Object> T submit(Work<T> work) {
        Unit<T> unit = new Unit<>(work);
        if (closing) {
            throw new DatabaseUnavailable("The database is closing", new IllegalStateException("closed"));
        }
        queue.add(unit);
        if (closing && !thread.isAlive()) {
            unit.fail(new DatabaseUnavailable("The database is closing", new IllegalStateException("closed")));
        }
        try {
            return unit.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void loop() {
        var batch = new ArrayList<Unit<?>>();
        while (!closing || !queue.isEmpty()) {
            try {
                Unit<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, MOST_UNITS - 1);
                commit(batch);
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                batch.forEach(unit -> unit.fail(e));
            } finally {
                batch.clear();
            }
        }
    }

    private void commit(List<Unit<?>> batch) {
        try (Connection borrowed = source.getConnection()) {
            SQLiteConnection connection = borrowed.unwrap(SQLiteConnection.class);
            Sql on = statements(connection);
            connection.setAutoCommit(false);
            try {
                for (Unit<?> unit : batch) {
                    on.update("savepoint unit");
                    if (!unit.run(on)) {
                        on.update("rollback to unit");
                    }
                    on.update("release unit");
                }
                commit(connection);
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
            batch.forEach(Unit::succeed);
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            var failure = new DatabaseUnavailable("The transaction could not be committed", e);
            batch.forEach(unit -> unit.fail(failure));
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (Failures.isRolledBack(e)) {
                throw e;
            }
            // the disk may have it, or not
            throw new OutcomeUnknown(e);
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private Sql statements(Connection connection) {
        Sql present = sql;
        if (present == null || !connection.equals(known)) {
            present = new Sql(connection, Engine.SQLITE, listener);
            known = connection;
            sql = present;
        }
        return present;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One caller's work and its future answer. */
    private static final class Unit<T extends @Nullable Object> {
        private final Work<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable Throwable failure;

        Unit(Work<T> work) {
            this.work = work;
        }

        /** Runs the work; false when it threw and what it wrote must be undone. */
        boolean run(Sql sql) {
            try {
                result = work.run(sql);
                return true;
            } catch (RuntimeException | Error e) {
                failure = e;
                return false;
            }
        }

        @SuppressWarnings("NullAway") // the answer may be null when the work's type says so
        void succeed() {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(result);
            }
        }

        void fail(Throwable cause) {
            answer.completeExceptionally(failure != null ? failure : cause);
        }
    }
}
