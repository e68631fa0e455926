package dev.postern.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * One file, one writer, several readers. The writer's connection is in a pool of one, which the job scheduler shares,
 * so the two never compete for SQLite's write lock.
 */
public final class SqliteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private static final int READERS = 4;
    /** Page cache in KiB, large enough for the upper levels of a large store's indexes. */
    private static final int WRITER_CACHE = 32 * 1024;

    private static final int READER_CACHE = 8 * 1024;
    /** Pages in the log before a checkpoint. A page that changes often is then copied once for many changes. */
    private static final int CHECKPOINT_PAGES = 4_000;

    /** Above this size, {@link #scrub} would delay the start by minutes. */
    private static final long MAX_SCRUB_BYTES = 2L << 30;

    private final Path file;
    private final HikariDataSource writing;
    private final OneTransaction nesting = new OneTransaction();
    private final GroupCommit writer;
    private final BlockingQueue<Reader> readers = new ArrayBlockingQueue<>(READERS);
    /** The reader for {@link #readApart}: the other readers may be in use for long. */
    private final BlockingQueue<Reader> apart = new ArrayBlockingQueue<>(1);

    /** One reading connection. Its user sets the time; the writer reads it. */
    private static final class Reader implements WriteAheadLog.Reading {
        private final SQLiteConnection connection;
        private final Sql sql;
        private volatile long since;

        Reader(SQLiteConnection connection, Sql sql) {
            this.connection = connection;
            this.sql = sql;
        }

        @Override
        public long since() {
            return since;
        }

        @Override
        public void interrupt() throws SQLException {
            connection.getDatabase().interrupt();
        }
    }

    public SqliteDatabase(Path file, StatementListener listener) {
        this(file, listener, WriteAheadLog.Bounds.USUAL);
    }

    /** A database whose last changes may be missing after a power failure, because commits do not wait for the disk. */
    public static SqliteDatabase relaxed(Path file, StatementListener listener) {
        return new SqliteDatabase(file, listener, WriteAheadLog.Bounds.USUAL, SQLiteConfig.SynchronousMode.NORMAL);
    }

    SqliteDatabase(Path file, StatementListener listener, WriteAheadLog.Bounds bounds) {
        this(file, listener, bounds, SQLiteConfig.SynchronousMode.FULL);
    }

    private SqliteDatabase(
            Path file,
            StatementListener listener,
            WriteAheadLog.Bounds bounds,
            SQLiteConfig.SynchronousMode synchronous) {
        this.file = file;
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        this.writing = pool(url, synchronous);
        try {
            Migrations.run(writing, Engine.SQLITE);
            SQLiteDataSource reading = new SQLiteDataSource(config(true, synchronous));
            reading.setUrl(url);
            for (int i = 0; i < READERS; i++) {
                readers.add(reader(reading, listener));
            }
            apart.add(reader(reading, listener));
        } catch (SQLException e) {
            writing.close();
            throw new DatabaseUnavailable("Cannot open " + file, e);
        } catch (RuntimeException e) {
            writing.close();
            throw e;
        }
        this.writer = new GroupCommit(
                writing, listener, new WriteAheadLog(file.toAbsolutePath(), bounds, List.copyOf(readers)), nesting);
    }

    private static Reader reader(SQLiteDataSource source, StatementListener listener) throws SQLException {
        SQLiteConnection connection = source.getConnection(null, null);
        connection.setAutoCommit(false);
        return new Reader(connection, new Sql(connection, Engine.SQLITE, listener));
    }

    private static HikariDataSource pool(String url, SQLiteConfig.SynchronousMode synchronous) {
        SQLiteDataSource source = new SQLiteDataSource(config(false, synchronous));
        source.setUrl(url);
        HikariConfig hikari = new HikariConfig();
        hikari.setDataSource(source);
        hikari.setPoolName("sqlite-writer");
        hikari.setMaximumPoolSize(1);
        hikari.setMaxLifetime(0);
        hikari.setConnectionTimeout(30_000);
        // deleted data is overwritten where that costs no additional write; overwriting free pages too makes a large
        // delete three times as slow, and secrets are sealed before they are stored
        hikari.setConnectionInitSql("pragma secure_delete = fast");
        return new HikariDataSource(hikari);
    }

    private static SQLiteConfig config(boolean readOnly, SQLiteConfig.SynchronousMode synchronous) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // a negative number is a size in KiB, not a number of pages
        config.setCacheSize(-(readOnly ? READER_CACHE : WRITER_CACHE));
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        // the journal of a savepoint is kept in memory; in a file it would cost a write for every page that changes
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // ids are created in Java; otherwise the driver queries the last row id after every insert
        config.setGetGeneratedKeys(false);
        config.setReadOnly(readOnly);
        config.setTransactionMode(
                readOnly ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        return config;
    }

    @Override
    public Engine engine() {
        return Engine.SQLITE;
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return read(readers, work);
    }

    /** The file is on this machine; reading it shows whether that works. */
    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return read(apart, work);
    }

    private <T extends @Nullable Object> T read(BlockingQueue<Reader> readers, Work<T> work) {
        nesting.check();
        Reader reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while waiting for the database", e);
        }
        try {
            reader.since = Math.max(1, System.nanoTime());
            return nesting.run(work, reader.sql);
        } finally {
            endRead(readers, reader);
        }
    }

    /** Ends the snapshot. A reader that kept it would prevent checkpoints of the write-ahead log. */
    private static void endRead(BlockingQueue<Reader> readers, Reader reader) {
        try {
            reader.since = 0;
            reader.connection.rollback();
        } catch (SQLException e) {
            throw new DatabaseUnavailable("Cannot end a read", e);
        } finally {
            readers.add(reader);
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        nesting.check();
        return writer.submit(work);
    }

    /** Rewrites every page without the free space in it, and empties the log. A very large file is left unchanged. */
    @Override
    public void scrub() {
        try (Connection connection = writing.getConnection();
                Statement statement = connection.createStatement()) {
            long size = Files.size(file);
            if (size <= MAX_SCRUB_BYTES) {
                statement.execute("vacuum");
            } else {
                LOG.warn(
                        "{} is not compacted, because it has {} bytes. Deleted data stays in the file until it is"
                                + " overwritten. To remove it, stop the server and run VACUUM on the file",
                        file,
                        size);
            }
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException | IOException e) {
            throw new DatabaseUnavailable("The database file could not be scrubbed", e);
        }
    }

    @Override
    public DataSource jobs() {
        return writing;
    }

    @Override
    public void close() {
        writer.close();
        for (int i = 0; i <= READERS; i++) {
            try {
                (i < READERS ? readers : apart).take().connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (SQLException e) {
                throw new DatabaseUnavailable("Cannot close the database", e);
            }
        }
        writing.close();
    }
}
