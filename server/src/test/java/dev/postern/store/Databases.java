package dev.postern.store;

import dev.postern.TestFolders;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * Empty databases of both engines for tests. One PostgreSQL server serves a whole test run; each test has its own
 * database in it.
 */
public final class Databases {
    private Databases() {}

    private static final class Server {
        private static final EmbeddedPostgres INSTANCE = start();
        private static final AtomicInteger COUNT = new AtomicInteger();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Migrated once, because the migrations take longer than most tests. */
    private static final class CurrentFile {
        private static final Path FILE = migrated();

        private static Path migrated() {
            Path file = sqliteFile();
            migrate(Engine.SQLITE, "jdbc:sqlite:" + file);
            return file;
        }
    }

    /** Apart from the file, so that tests on SQLite start no PostgreSQL. */
    private static final class CurrentDatabase {
        private static final String NAME = migrated();

        private static String migrated() {
            String url = postgresUrl();
            migrate(Engine.POSTGRES, url);
            return URI.create(url.substring("jdbc:".length())).getPath().substring(1);
        }
    }

    /** An empty database with the current schema. */
    public static Database open(Engine engine) {
        return open(engine, StatementListener.NONE);
    }

    public static Database open(Engine engine, StatementListener listener) {
        return switch (engine) {
            case SQLITE -> new SqliteDatabase(currentFile(), listener);
            case POSTGRES -> new PostgresDatabase(create(" template " + CurrentDatabase.NAME), 8, listener);
        };
    }

    /** Migrates the database of this URL to the current schema. */
    public static void migrate(Engine engine, String url) {
        switch (engine) {
            case SQLITE ->
                new SqliteDatabase(Path.of(url.substring("jdbc:sqlite:".length())), StatementListener.NONE).close();
            case POSTGRES -> new PostgresDatabase(url, 3, StatementListener.NONE).close();
        }
    }

    private static Path currentFile() {
        try {
            return Files.copy(CurrentFile.FILE, sqliteFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path for a new SQLite file. */
    public static Path sqliteFile() {
        try {
            return TestFolders.folder("postern-test").resolve("postern.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a new, empty database. */
    public static String postgresUrl() {
        return create("");
    }

    private static String create(String options) {
        Assumptions.assumeFalse(Boolean.getBoolean("sqlite.only"), "Tests on PostgreSQL are switched off");
        String name = "t" + Server.COUNT.incrementAndGet();
        try (var connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + options);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.INSTANCE.getJdbcUrl("postgres", name);
    }
}
