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
 * A pool with a queue in front of it. Threads in the queue learn immediately that the database is unavailable; the pool
 * would tell them only after its time limit.
 */
final class ConnectionPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
    private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(5);

    private final HikariDataSource source;
    private final Semaphore turns;
    private final CircuitBreaker breaker;

    ConnectionPool(HikariConfig config, CircuitBreaker breaker) {
        this.source = new HikariDataSource(config);
        this.turns = new Semaphore(config.getMaximumPoolSize(), true);
        this.breaker = breaker;
    }

    /** The data source for components that manage their own transactions. It bypasses the queue. */
    DataSource source() {
        return source;
    }

    /** @throws DatabaseUnavailable if the database does not respond, or no connection became free in time */
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

    /**
     * When the breaker opens, all connections in use are aborted, so the threads in the queue get their turns one after
     * the other.
     */
    private void awaitTurn() {
        check();
        try {
            if (!turns.tryAcquire(QUEUE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailable(
                        "No connection to the database became free",
                        new IllegalStateException(QUEUE_TIMEOUT + " have passed"));
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

    /** Never throws: the pool discards broken connections. */
    void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be returned to the pool", e);
        } finally {
            turns.release();
        }
    }

    /** Replaces the idle connections now, and those in use when they are returned. */
    void renew() {
        source.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        source.close();
    }
}
