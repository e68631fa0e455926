package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL through two pools, one for each kind of transaction: a connection that had to change its kind would ask the server to
 * twice for every read. Each write is a transaction of its own; the server groups their commits.
 */
public final class PostgresDatabase implements Database {
    private static final int ATTEMPTS = 3;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final StatementListener listener;

    /** @param connections of both kinds together, at least three: migrations take two that write */
    public PostgresDatabase(String url, int connections, StatementListener listener) {
        this.listener = listener;
        HikariConfig writes = pool(url, "postgres-writing", Math.max(2, connections / 2));
        writes.setAutoCommit(true);
        writes.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        this.writing = new HikariDataSource(writes);
        Migrations.run(writing, Engine.POSTGRES);
        HikariConfig reads = pool(url, "postgres-reading", Math.max(1, connections - connections / 2));
        reads.setAutoCommit(false);
        reads.setReadOnly(true);
        reads.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        this.reading = new HikariDataSource(reads);
    }

    private static HikariConfig pool(String url, String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        return config;
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
    public <T extends @Nullable Object> T read(Work<T> work) {
        try (Connection connection = reading.getConnection()) {
            try {
                return work.run(new Sql(connection, Engine.POSTGRES, listener));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw Failures.of(e, "read");
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || e instanceof OutcomeUnknown || !Failures.isConflict(e)) {
                    throw e;
                }
            }
        }
    }

    private <T extends @Nullable Object> T writeOnce(Work<T> work) {
        try (Connection connection = writing.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.run(new Sql(connection, Engine.POSTGRES, listener));
            } catch (RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
            commit(connection);
            return result;
        } catch (SQLException e) {
            throw Failures.of(e, "write");
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            if ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState()) || "23505".equals(e.getSQLState())) {
                throw Failures.of(e, "commit");
            }
            throw new OutcomeUnknown(e);
        }
    }

    /** Dead rows of the tables that hold secrets go at once; the others hold none. */
    @Override
    public void scrub() {
        try (Connection connection = writing.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum full signing_key");
            statement.execute("vacuum full workflow");
            statement.execute("vacuum full workflow_version");
        } catch (SQLException e) {
            throw Failures.of(e, "vacuum");
        }
    }

    @Override
    public DataSource jobs() {
        return writing;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
