package dev.postern.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server itself, below the pools.
 *
 * @param name how the server lists it among its sessions; empty when it does not, because something stands between
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

    /** Closes its socket without a word to the server: whoever waits for an answer on it fails at once. */
    void abort() {
        if (connection != null) {
            // a thread of its own: closing a socket of TLS may wait for whoever writes to it
            Thread.ofPlatform().name("postgres-abort").daemon().start(() -> {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    // it is of no use any more, which is all that was wanted
                }
            });
        }
    }
}
