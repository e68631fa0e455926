package dev.postern.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite file of whatever schema, read beside a running server or without one. Nothing in it is changed. */
public record SqliteFile(Path path) {
    private static final int BUSY_MILLIS = 10_000;

    /** Reads something with one connection. */
    private interface Reading<T> {
        T of(Statement statement) throws SQLException;
    }

    private <T> T read(String what, Reading<T> reading) {
        if (!Files.isRegularFile(path)) {
            throw new DatabaseUnavailable("There is no database " + path, new IllegalStateException("not found"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path.toAbsolutePath());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return reading.of(statement);
        } catch (SQLException e) {
            throw new DatabaseUnavailable("The database " + path + " cannot be " + what + ": " + e.getMessage(), e);
        }
    }

    /** Returns the newest version in its schema history. */
    public int schemaVersion() {
        return read("read", statement -> {
            try (ResultSet row = statement.executeQuery(
                    "select max(cast(version as integer)) from flyway_schema_history where success = 1")) {
                return row.next() ? row.getInt(1) : 0;
            }
        });
    }

    /** Returns what SQLite finds wrong in the file, and the rows whose foreign keys refer to nothing. Reads the whole file. */
    public List<String> problems(int max) {
        return read("checked", statement -> {
            var problems = new ArrayList<String>();
            try (ResultSet rows = statement.executeQuery("pragma integrity_check(" + max + ")")) {
                while (rows.next()) {
                    if (!"ok".equals(rows.getString(1))) {
                        problems.add(rows.getString(1));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("pragma foreign_key_check")) {
                while (rows.next() && problems.size() < max) {
                    problems.add("A row of " + rows.getString(1) + " refers to a missing row of " + rows.getString(3));
                }
            }
            return problems;
        });
    }
}
