package dev.postern.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Copies a SQLite database while it is in use: the copy is one file with the state of one moment. */
public final class SqliteCopy {
    private SqliteCopy() {}

    /**
     * Copies a database.
     *
     * @param to must not exist
     */
    public static void make(Path from, Path to) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from.toAbsolutePath());
                PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, to.toAbsolutePath().toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new DatabaseUnavailable("Cannot copy " + from, e);
        }
    }
}
