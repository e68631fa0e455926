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
 * Keeps SQLite's write-ahead log small. SQLite makes checkpoints regularly, but restarts the log only when no reader
 * needs its content. Readers that overlap without end, or one that does not end, would let it grow until the disk is
 * full, and its file never shrinks. Above a certain size the writer therefore waits briefly for the readers and
 * truncates the log. Far above it, long reads are interrupted. For the writer's thread only.
 */
final class WriteAheadLog {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int PATIENCE_MILLIS = 500;
    /** At this multiple of the truncation size, long reads are interrupted. */
    private static final int MUCH = 4;

    private final java.io.File file;
    private final Bounds bounds;
    private final List<? extends Reading> readers;
    private long cutAt;

    /**
     * @param bytes the size above which the log is truncated
     *
     * @param readLimit the age above which a read may be interrupted
     */
    record Bounds(long bytes, Duration readLimit) {
        static final Bounds USUAL = new Bounds(64L << 20, Duration.ofSeconds(10));
    }

    /** A reader, as the writer sees it. */
    interface Reading {
        /** The start of its read, by {@link System#nanoTime}; 0 if it is not reading. */
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
                // if a reader prevented it, each further attempt would delay the writers in vain
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
            if (since != 0 && now - since >= bounds.readLimit().toNanos()) {
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
