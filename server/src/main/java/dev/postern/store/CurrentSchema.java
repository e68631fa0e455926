package dev.postern.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Recognises a database to which exactly the migrations of this program were applied, without Flyway, which takes a fifth of the time of
 * a start. Everything else is left to Flyway and {@link SchemaVersions}, which migrate the database or refuse it.
 */
final class CurrentSchema {
    private static final String HISTORY = "select version, description, type, script, checksum, success from"
            + " flyway_schema_history order by installed_rank";

    private CurrentSchema() {}

    static boolean isIn(DataSource source, Engine engine) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HISTORY)) {
            List<SchemaScripts.Script> scripts = SchemaScripts.of(engine);
            for (SchemaScripts.Script script : scripts) {
                if (!rows.next() || !records(rows, script)) {
                    return false;
                }
            }
            return !scripts.isEmpty() && !rows.next();
        } catch (SQLException e) {
            // a new database has no history
            return false;
        }
    }

    private static boolean records(ResultSet row, SchemaScripts.Script script) throws SQLException {
        return Integer.toString(script.version()).equals(row.getString(1))
                && script.description().equals(row.getString(2))
                && Objects.equals(row.getString(3), "SQL")
                && script.name().equals(row.getString(4))
                && row.getInt(5) == script.checksum()
                && !row.wasNull()
                && row.getBoolean(6);
    }
}
