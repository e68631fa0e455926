package dev.postern.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** Connections with the functions that compiled conditions call. */
final class SqliteConnections extends SQLiteDataSource {
    SqliteConnections(SQLiteConfig config) {
        super(config);
    }

    @Override
    public SQLiteConnection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        SQLiteConnection connection = super.getConnection(username, password);
        FoldedMatch.addTo(connection);
        return connection;
    }
}
