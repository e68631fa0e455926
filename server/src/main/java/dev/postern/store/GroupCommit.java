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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * The single writer of a SQLite file. Units of work that arrive during a commit share the next transaction and its
 * fsync; each has its own savepoint. A caller learns of success only after that fsync.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_BATCH_UNITS = 256;

    private final DataSource source;
    private final StatementListener listener;
    private final WriteAheadLog log;
    private final OneTransaction nesting;
    private final BlockingQueue<Unit<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable Connection known;
    private @Nullable Sql sql;

    GroupCommit(DataSource source, StatementListener listener, WriteAheadLog log, OneTransaction nesting) {
        this.source = source;
        this.nesting = nesting;
        this.log = log;
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
                queue.drainTo(batch, MAX_BATCH_UNITS - 1);
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

    /**
     * Commits all units in one transaction. If the engine gives up that transaction, for example on a full disk, each
     * unit is retried alone: a unit that fits is not refused because of another, and a refused unit gets its own
     * reason.
     */
    private void commit(List<Unit<?>> batch) {
        try {
            transaction(batch);
        } catch (OutcomeUnknown e) {
            // a retry could apply the work twice
            batch.forEach(unit -> unit.fail(e));
        } catch (StoreException e) {
            if (batch.getFirst().isAnswered()) {
                // the transaction is on disk; only returning the connection failed
                LOG.warn("The connection of the writer could not be returned to the pool", e);
            } else if (batch.size() == 1) {
                batch.getFirst().fail(e);
            } else {
                batch.forEach(unit -> commit(List.of(unit)));
            }
        }
    }

    /**
     * When this returns, the changes of the units are on disk and their callers have been told. When it throws, nothing
     * has been changed.
     */
    private void transaction(List<Unit<?>> batch) {
        try (Connection borrowed = source.getConnection()) {
            SQLiteConnection connection = borrowed.unwrap(SQLiteConnection.class);
            Sql on = statements(connection);
            try {
                connection.setAutoCommit(false);
                for (Unit<?> unit : batch) {
                    on.update("savepoint unit");
                    if (!unit.run(on, nesting)) {
                        undo(on, unit);
                    }
                    on.update("release unit");
                }
                commit(connection);
            } catch (SQLException | RuntimeException | Error e) {
                quietly(connection::rollback);
                throw e;
            } finally {
                // fails if the engine has already ended the transaction; the connection is in auto-commit mode either
                // way
                quietly(() -> connection.setAutoCommit(true));
            }
            batch.forEach(Unit::succeed);
            log.bound(connection);
        } catch (SQLException e) {
            throw SqlFailures.isDiskFull(e)
                    ? new DiskFull("The transaction could not be committed: the disk is full", e)
                    : new DatabaseUnavailable("The transaction could not be committed", e);
        }
    }

    /**
     * Undoes the changes of a unit, so that the others can continue. After some failures there is no transaction left
     * to continue.
     */
    private static void undo(Sql on, Unit<?> unit) {
        try {
            on.update("rollback to unit");
        } catch (RuntimeException e) {
            throw unit.failure() instanceof StoreException failure
                    ? failure
                    : new DatabaseUnavailable("The transaction was aborted", e);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            LOG.debug("A failed transaction could not be ended cleanly", e);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlFailures.isRolledBack(e)) {
                throw e;
            }
            // the commit may or may not be on disk
            throw new OutcomeUnknown(e);
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

    /** One caller's work and its future result. */
    private static final class Unit<T extends @Nullable Object> {
        private final Work<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;
        private List<Runnable> after = List.of();
        private @Nullable Throwable failure;

        Unit(Work<T> work) {
            this.work = work;
        }

        /** Runs the work. Returns false if it threw and its changes must be undone. */
        boolean run(Sql sql, OneTransaction nesting) {
            failure = null;
            try {
                result = nesting.run(work, sql);
                after = sql.takeAfterCommit();
                return true;
            } catch (RuntimeException | Error e) {
                failure = e;
                after = List.of();
                var _ = sql.takeAfterCommit();
                return false;
            }
        }

        boolean isAnswered() {
            return answer.isDone();
        }

        @Nullable
        Throwable failure() {
            return failure;
        }

        @SuppressWarnings("NullAway") // the result may be null if the work's type allows it
        void succeed() {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                after.forEach(Runnable::run);
                answer.complete(result);
            }
        }

        /**
         * @param cause why the transaction failed, if the work itself did not fail
         */
        void fail(Throwable cause) {
            answer.completeExceptionally(failure != null ? failure : cause);
        }
    }
}
