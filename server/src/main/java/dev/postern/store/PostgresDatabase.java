package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL through pools, one for each kind of transaction: changing the kind of a connection would cost two round
 * trips for each read. Each write is a transaction; the server groups their commits. {@link Heartbeat} describes what
 * happens when the server does not respond.
 */
public final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    /** Time limit for opening a connection, or for finding an idle one that works. */
    private static final Duration CONNECTING = Duration.ofMillis(1500);

    private static final Duration VALIDATION = Duration.ofMillis(500);

    private final ConnectionPool writing;
    private final ConnectionPool reading;
    private final ConnectionPool apart;
    private final PostgresConnections connections;
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final Heartbeat heartbeat;
    private final StatementListener listener;
    private final OneTransaction nesting = new OneTransaction();

    /**
     * @param connections the number of reading and writing connections together, at least three; two more are reserved
     * for work that must not wait
     */
    public PostgresDatabase(String url, int connections, StatementListener listener) {
        this.listener = listener;
        this.connections = new PostgresConnections(url, breaker);
        try (HikariDataSource unlimited = PostgresConnections.unlimited(url)) {
            Migrations.run(unlimited, Engine.POSTGRES);
        }
        HikariConfig writes = pool("postgres-writing", Math.max(2, connections / 2));
        writes.setAutoCommit(true);
        writes.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        this.writing = new ConnectionPool(writes, breaker);
        this.reading =
                new ConnectionPool(reads("postgres-reading", Math.max(1, connections - connections / 2)), breaker);
        this.apart = new ConnectionPool(reads("postgres-apart", 1), breaker);
        this.heartbeat = new Heartbeat(this.connections, breaker, this::renewPools);
    }

    private HikariConfig reads(String name, int maxConnections) {
        HikariConfig config = pool(name, maxConnections);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return config;
    }

    private HikariConfig pool(String name, int maxConnections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setPoolName(name);
        config.setMaximumPoolSize(maxConnections);
        // no connection is opened in advance: the thread that opens them would retry at growing intervals while the
        // server is away
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTING.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
        return config;
    }

    private void renewPools() {
        List.of(writing, reading, apart).forEach(ConnectionPool::renew);
    }

    @Override
    public Engine engine() {
        return Engine.POSTGRES;
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    @Override
    public boolean isReachable() {
        return !breaker.isOpen();
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return retried(() -> readOnce(reading, work));
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return retried(() -> readOnce(apart, work));
    }

    private <T extends @Nullable Object> T readOnce(ConnectionPool pool, Work<T> work) {
        nesting.check();
        Transaction transaction = begin(pool);
        try {
            return nesting.run(work, transaction.sql());
        } finally {
            end(transaction, true);
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return retried(() -> writeOnce(work));
    }

    private <T extends @Nullable Object> T writeOnce(Work<T> work) {
        nesting.check();
        Transaction transaction = begin(writing);
        boolean committed = false;
        try {
            T result = nesting.run(work, transaction.sql());
            commit(transaction);
            committed = true;
            transaction.sql().takeAfterCommit().forEach(Runnable::run);
            return result;
        } finally {
            end(transaction, !committed);
        }
    }

    /** Retries after conflicts with other transactions, up to a time limit. */
    private static <T extends @Nullable Object> T retried(Conflicts.Attempt<T> attempt) {
        return new Conflicts().retry(attempt);
    }

    private record Transaction(ConnectionPool pool, Connection connection, StatementClock clock, Sql sql) {}

    private Transaction begin(ConnectionPool pool) {
        Connection connection = pool.take();
        try {
            StatementClock clock = new StatementClock(connections.of(connection));
            connection.setAutoCommit(false);
            heartbeat.watch(clock);
            return new Transaction(pool, connection, clock, new Sql(connection, Engine.POSTGRES, listener, clock));
        } catch (SQLException e) {
            pool.release(connection);
            throw SqlFailures.of(e, "begin", connection);
        }
    }

    /** Never throws: the outcome of the transaction is known by now, and the pool discards broken connections. */
    private void end(Transaction transaction, boolean rollback) {
        try {
            if (rollback && !transaction.connection().isClosed()) {
                transaction.clock().begin();
                transaction.connection().rollback();
            }
        } catch (SQLException e) {
            LOG.debug("A transaction could not be rolled back", e);
        } finally {
            transaction.clock().end();
            transaction.pool().release(transaction.connection());
            heartbeat.unwatch(transaction.clock());
        }
    }

    private static void commit(Transaction transaction) {
        try {
            transaction.clock().begin();
            transaction.connection().commit();
        } catch (SQLException e) {
            if (SqlFailures.isRolledBack(e)) {
                throw SqlFailures.of(e, "commit");
            }
            throw new OutcomeUnknown(e);
        } finally {
            transaction.clock().end();
        }
    }

    /** Vacuums the tables that contain secrets; the others contain none. */
    @Override
    public void scrub() {
        try (Connection connection = writing.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum full signing_key");
            statement.execute("vacuum full workflow");
            statement.execute("vacuum full workflow_version");
        } catch (SQLException e) {
            throw SqlFailures.of(e, "vacuum");
        }
    }

    @Override
    public DataSource jobs() {
        return writing.source();
    }

    @Override
    public void close() {
        heartbeat.close();
        apart.close();
        reading.close();
        writing.close();
    }
}
