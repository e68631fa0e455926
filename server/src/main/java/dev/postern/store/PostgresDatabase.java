package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL through pools, one for each kind of transaction: a connection that had to change its kind would ask the server to
 * twice for every read. Each write is a transaction of its own; the server groups their commits. What happens when the server does not
 * answer stands at {@link Heartbeat}.
 */
public final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final HikariDataSource apart;
    private final PostgresConnections connections;
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final Heartbeat heartbeat;
    private final StatementListener listener;

    /** @param connections of readers and writers together; at least three are made, and two more that wait for nobody */
    public PostgresDatabase(String url, int connections, StatementListener listener) {
        this.listener = listener;
        this.connections = new PostgresConnections(url, breaker);
        try (HikariDataSource unlimited = PostgresConnections.unlimited(url)) {
            Migrations.run(unlimited, Engine.POSTGRES);
        }
        HikariConfig writes = pool("postgres-writing", Math.max(2, connections / 2));
        writes.setAutoCommit(true);
        writes.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        this.writing = new HikariDataSource(writes);
        this.reading = new HikariDataSource(reads("postgres-reading", Math.max(1, connections - connections / 2)));
        this.apart = new HikariDataSource(reads("postgres-apart", 1));
        this.heartbeat = new Heartbeat(this.connections, breaker, this::renewPools);
    }

    private HikariConfig reads(String name, int most) {
        HikariConfig config = pool(name, most);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return config;
    }

    private HikariConfig pool(String name, int most) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setPoolName(name);
        config.setMaximumPoolSize(most);
        // none is made in advance: what makes them would go on trying, more and more seldom, while the server is away
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
        return config;
    }

    private void renewPools() {
        for (HikariDataSource pool : List.of(writing, reading, apart)) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
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

    private <T extends @Nullable Object> T readOnce(HikariDataSource pool, Work<T> work) {
        Transaction transaction = begin(pool);
        try {
            return work.run(transaction.sql());
        } finally {
            end(transaction, true);
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return retried(() -> writeOnce(work));
    }

    private <T extends @Nullable Object> T writeOnce(Work<T> work) {
        Transaction transaction = begin(writing);
        boolean committed = false;
        try {
            T result = work.run(transaction.sql());
            commit(transaction);
            committed = true;
            return result;
        } finally {
            end(transaction, !committed);
        }
    }

    /** Runs it again as long as another transaction stands in its way, but not for ever. */
    private static <T extends @Nullable Object> T retried(Conflicts.Attempt<T> attempt) {
        return new Conflicts().retry(attempt);
    }

    private record Transaction(Connection connection, StatementClock clock, Sql sql) {}

    private Transaction begin(HikariDataSource pool) {
        breaker.check();
        if (pool.isClosed()) {
            throw new DatabaseUnavailable("The database is closing", new IllegalStateException("closed"));
        }
        try {
            Connection connection = pool.getConnection();
            try {
                StatementClock clock = new StatementClock(connections.of(connection));
                connection.setAutoCommit(false);
                heartbeat.watch(clock);
                return new Transaction(connection, clock, new Sql(connection, Engine.POSTGRES, listener, clock));
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            RuntimeException failure = Failures.of(e, "begin");
            throw pool.isClosed() ? new DatabaseUnavailable("The database is closing", e) : failure;
        }
    }

    /** Never throws: by now it is known what became of the transaction, and the pool throws broken connections away. */
    private void end(Transaction transaction, boolean rollback) {
        try (Connection connection = transaction.connection()) {
            if (rollback && !connection.isClosed()) {
                transaction.clock().begin();
                connection.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back", e);
        } finally {
            transaction.clock().end();
            heartbeat.unwatch(transaction.clock());
        }
    }

    private static void commit(Transaction transaction) {
        try {
            transaction.clock().begin();
            transaction.connection().commit();
        } catch (SQLException e) {
            if (Failures.isRolledBack(e)) {
                throw Failures.of(e, "commit");
            }
            throw new OutcomeUnknown(e);
        } finally {
            transaction.clock().end();
        }
    }

    @Override
    public DataSource jobs() {
        return writing;
    }

    @Override
    public void close() {
        heartbeat.close();
        apart.close();
        reading.close();
        writing.close();
    }
}
