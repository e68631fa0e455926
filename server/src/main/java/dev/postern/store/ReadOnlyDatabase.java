package dev.postern.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A read-only database, beside a running server or without one. It does not migrate the schema and does not lock the
 * data directory. It has one connection, used by one thread at a time.
 */
public final class ReadOnlyDatabase implements Database {
    private static final int CONNECT_SECONDS = 10;
    private static final String SQLITE = "jdbc:sqlite:";

    private final Engine engine;
    private final Connection connection;
    private final Sql sql;

    private ReadOnlyDatabase(Engine engine, Connection connection) {
        this.engine = engine;
        this.connection = connection;
        this.sql = new Sql(connection, engine, StatementListener.NONE);
    }

    /**
     * Opens a SQLite file.
     *
     * @throws DatabaseUnavailable if it does not exist or cannot be read
     * @throws OtherSchema if its schema is not that of this program
     */
    public static ReadOnlyDatabase open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatabaseUnavailable("There is no database " + file, new IllegalStateException("not found"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SQLITE + file.toAbsolutePath());
        return open(Engine.SQLITE, source, file.toString());
    }

    /** Opens a database by its JDBC URL, as {@link #open(Path)}. */
    public static ReadOnlyDatabase open(String url) {
        if (url.startsWith(SQLITE)) {
            return open(Path.of(url.substring(SQLITE.length())));
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setReadOnly(true);
        return open(Engine.POSTGRES, source, "PostgreSQL");
    }

    private static ReadOnlyDatabase open(Engine engine, DataSource source, String name) {
        try {
            checkSchema(engine, source, name);
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            if (engine == Engine.POSTGRES) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            return new ReadOnlyDatabase(engine, connection);
        } catch (SQLException | FlywayException e) {
            throw new DatabaseUnavailable("The database " + name + " cannot be read: " + cause(e), e);
        }
    }

    private static String cause(Exception e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).lines().findFirst().orElse("");
    }

    private static void checkSchema(Engine engine, DataSource source, String name) {
        MigrationInfoService schema = Migrations.of(source, engine, "latest").info();
        MigrationInfo[] all = schema.all();
        boolean same = all.length > 0
                && Arrays.stream(all).map(MigrationInfo::getState).allMatch(MigrationState.SUCCESS::equals);
        if (!same) {
            throw new OtherSchema(name, schema.current());
        }
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public boolean hasOneWriter() {
        return engine == Engine.SQLITE;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return work.run(sql);
        } finally {
            endRead();
        }
    }

    private void endRead() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw SqlFailures.of(e, "read");
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        throw new UnsupportedOperationException("This database is read-only");
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return read(work);
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public void scrub() {
        throw new UnsupportedOperationException("This database is read-only");
    }

    @Override
    public DataSource jobs() {
        throw new UnsupportedOperationException("This database is read-only");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlFailures.of(e, "close");
        }
    }

    /** The schema is older or newer than this program, or there is none. */
    public static final class OtherSchema extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherSchema(String name, @Nullable MigrationInfo newest) {
            super("The database " + name
                    + " does not have the schema of this program's version: it has schema version "
                    + (newest == null ? "none" : String.valueOf(newest.getVersion())) + ", this program "
                    + SchemaVersion.known() + ". Use the version of Postern that"
                    + " serves it; a server brings an older database to its own schema when it starts.");
        }
    }
}
