package dev.postern.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Keeps SQLite's write-ahead log small. SQLite folds it back as it goes, but begins it anew only when no reader needs what is in it: readers
 * that overlap without end, or one that does not end, would let it grow until the disk is full, and its file never becomes smaller by
 * itself. So above a size the writer waits a moment for the readers and cuts it; and far above that, a read that has lasted long is
 * interrupted. For the writer's thread only.
 */
final class WriteAheadLog {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int PATIENCE_MILLIS = 500;
    /** So many times the size at which the log is cut, a long read has to go. */
    private static final int MUCH = 4;

    private final java.io.File file;
    private final Bounds bounds;
    private final List<? extends Reading> readers;
    private long cutAt;

    /**
     * @param bytes above which the log is cut
     * @param longest a read that has lasted so long may be interrupted
     */
    record Bounds(long bytes, Duration longest) {
        static final Bounds USUAL = new Bounds(64L << 20, Duration.ofSeconds(10));
    }

    /** A reader, as the writer sees it. */
    interface Reading {
        /** Since when it reads, by {@link System#nanoTime}; 0 while it does not. */
        long since();

        void interrupt() throws SQLException;
    }

    WriteAheadLog(Path database, Bounds bounds, List<? extends Reading> readers) {
        this.file = database.resolveSibling(database.getFileName() + "-wal").toFile();
        this.bounds = bounds;
        this.readers = readers;
        this.cutAt = bounds.bytes();
    }

    /** Called between two transactions. */
    void bound(SQLiteConnection connection) {
        if (file.length() <= cutAt) {
            return;
        }
        if (file.length() > MUCH * bounds.bytes()) {
            interruptLongReads();
        }
        try {
            connection.setBusyTimeout(PATIENCE_MILLIS);
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
                boolean cut = result.next() && result.getInt(1) == 0;
                // when a reader stood in the way, each further attempt would hold up the writers for nothing
                cutAt = cut ? bounds.bytes() : file.length() + bounds.bytes() / 4;
            }
        } catch (SQLException e) {
            LOG.debug("The write-ahead log could not be truncated", e);
        } finally {
            quietly(() -> connection.setBusyTimeout(SqliteDatabase.BUSY_TIMEOUT_MILLIS));
        }
    }

    private void interruptLongReads() {
        long now = System.nanoTime();
        for (Reading reader : readers) {
            long since = reader.since();
            if (since != 0 && now - since >= bounds.longest().toNanos()) {
                LOG.warn(
                        "A read of {} s is interrupted, because the write-ahead log has {} bytes",
                        TimeUnit.NANOSECONDS.toSeconds(now - since),
                        file.length());
                quietly(reader::interrupt);
            }
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            LOG.debug("The write-ahead log will be truncated later", e);
        }
    }
}
