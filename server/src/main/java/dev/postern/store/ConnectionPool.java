package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool, and the queue in front of it. Whoever waits in the queue for others to finish hears at once when the database goes away, which
 * the pool would not tell before its time limit.
 */
final class ConnectionPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final HikariDataSource source;
    private final Semaphore turns;
    private final CircuitBreaker breaker;

    ConnectionPool(HikariConfig config, CircuitBreaker breaker) {
        this.source = new HikariDataSource(config);
        this.turns = new Semaphore(config.getMaximumPoolSize(), true);
        this.breaker = breaker;
    }

    /** For what brings its own transactions; it waits in no queue. */
    DataSource source() {
        return source;
    }

    /** @throws DatabaseUnavailable when the database does not answer, or no connection became free in time */
    Connection take() {
        awaitTurn();
        boolean taken = false;
        try {
            check();
            Connection connection = source.getConnection();
            taken = true;
            return connection;
        } catch (SQLException e) {
            throw source.isClosed() ? closing() : SqlFailures.of(e, "connect");
        } finally {
            if (!taken) {
                turns.release();
            }
        }
    }

    /** When the breaker opens, whoever has a connection loses it, and so the whole queue comes to its turn, one after the other. */
    private void awaitTurn() {
        check();
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailable(
                        "No connection to the database became free",
                        new IllegalStateException(LONGEST_WAIT + " have passed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while waiting for a connection", e);
        }
    }

    private void check() {
        breaker.check();
        if (source.isClosed()) {
            throw closing();
        }
    }

    private static DatabaseUnavailable closing() {
        return new DatabaseUnavailable("The database is closing", new IllegalStateException("closed"));
    }

    /** Never throws: the pool throws broken connections away. */
    void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be returned to the pool", e);
        } finally {
            turns.release();
        }
    }

    /** Replaces the connections that lie idle, and those in use when they come back. */
    void renew() {
        source.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        source.close();
    }
}
