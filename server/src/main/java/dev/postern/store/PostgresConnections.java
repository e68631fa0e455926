package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates the connections of the pools and knows all open ones. If the server does not respond, they are aborted
 * together, so that no thread waits for them. Time limits in the URL override the ones defined here. Thread-safe.
 */
final class PostgresConnections implements DataSource {
    /** Long enough for any of our statements except migrations, which have no limit. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);
    /** Below the time limit of clients, so that a caller that waits for a lock still receives its 503. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(4);
    /**
     * A server keeps the locks of a transaction although it has lost contact with the client; after this time it ends
     * the transaction.
     */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

    private static final String CONNECT_SECONDS = "2";

    private static final Map<String, String> SESSION = Map.of(
            "statement_timeout", millis(STATEMENT_TIMEOUT),
            "lock_timeout", millis(LOCK_TIMEOUT),
            "idle_in_transaction_session_timeout", millis(IDLE_TIMEOUT),
            "tcp_keepalives_idle", "10",
            "tcp_keepalives_interval", "3",
            "tcp_keepalives_count", "3",
            "tcp_user_timeout", "15000");
    /** Sets only parameters that this server knows: not every server that speaks the protocol knows all of them. */
    private static final String PREPARE = SESSION.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> "('" + one.getKey() + "', '" + one.getValue() + "')")
            .collect(Collectors.joining(
                    ", ",
                    "select (select application_name from pg_stat_activity where pid = pg_backend_pid()),"
                            + " count(set_config(known.name, wanted.value, false)) from (values ",
                    ") as wanted(name, value) join pg_settings known on known.name = wanted.name"));

    private final String url;
    private final CircuitBreaker breaker;
    private final Map<Connection, PostgresConnection> open = new ConcurrentHashMap<>();

    PostgresConnections(String url, CircuitBreaker breaker) {
        this.url = url;
        this.breaker = breaker;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private Connection connect(String name, String loginSeconds, String silentSeconds) throws SQLException {
        var properties = new Properties();
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", loginSeconds);
        properties.setProperty("socketTimeout", silentSeconds);
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(url, properties);
    }

    /** A pool without time limits, for migrations; closed when they are done. */
    static HikariDataSource unlimited(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("postgres-migrating");
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    /**
     * A connection for the heartbeat, with short limits. It belongs to no pool, and {@link #abortAll} leaves it open.
     */
    Connection forHeartbeat(Duration timeout) throws SQLException {
        Connection connection = connect("postern", "1.5", CONNECT_SECONDS);
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
        return connection;
    }

    /**
     * While the server does not respond, a pool waits here instead of trying in vain, so that it connects as soon as
     * the server is back.
     */
    @Override
    public Connection getConnection() throws SQLException {
        try {
            if (!breaker.awaitClosed(Duration.ofSeconds(2))) {
                throw new SQLTransientConnectionException("The database does not respond", "08006");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while connecting", "08006", e);
        }
        open.values().removeIf(PostgresConnection::isClosed);
        // poolers between this program and the server keep this name, but not the process ids of either side
        String name = "postern-" + UUID.randomUUID();
        Connection made = connect(name, CONNECT_SECONDS, Long.toString(STATEMENT_TIMEOUT.toSeconds() + 10));
        try (var statement = made.createStatement();
                ResultSet row = statement.executeQuery(PREPARE)) {
            row.next();
            open.put(made, new PostgresConnection(made, name.equals(row.getString(1)) ? name : ""));
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    /** The physical connection behind one of these connections, whether it came through a pool or not. */
    PostgresConnection of(Connection pooled) throws SQLException {
        return open.getOrDefault(pooled.unwrap(Connection.class), PostgresConnection.NONE);
    }

    void abortAll() {
        open.values().forEach(PostgresConnection::abort);
        open.clear();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The user is part of the URL");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return Integer.parseInt(CONNECT_SECONDS);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
