package dev.postern.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection to the server, below the pools.
 *
 * @param name the name under which the server lists its session; empty if the server does not list it, for example
 *     behind a connection pooler
 */
record PostgresConnection(@Nullable Connection connection, String name) {
    static final PostgresConnection NONE = new PostgresConnection(null, "");

    boolean isClosed() {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /**
     * Closes its socket without telling the server, so that a thread waiting for a response on it fails immediately.
     */
    void abort() {
        if (connection != null) {
            // on a separate thread: closing a TLS socket may wait for a thread that is writing to it
            Thread.ofPlatform().name("postgres-abort").daemon().start(() -> {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    // the connection is unusable, which was the purpose
                }
            });
        }
    }
}
