package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL through a pool. Each write is a transaction of its own; the server groups their commits. */
public final class PostgresDatabase implements Database {
    private static final int ATTEMPTS = 3;

    private final HikariDataSource pool;
    private final StatementListener listener;

    public PostgresDatabase(String url, int connections, StatementListener listener) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("postgres");
        config.setMaximumPoolSize(connections);
        config.setAutoCommit(true);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(5_000);
        this.pool = new HikariDataSource(config);
        this.listener = listener;
        Migrations.run(pool, Engine.POSTGRES);
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
        try (Connection connection = pool.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
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
        try (Connection connection = pool.getConnection()) {
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

    @Override
    public DataSource jobs() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
