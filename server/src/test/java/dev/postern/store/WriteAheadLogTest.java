package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** SQLite's write-ahead log stays bounded, whatever readers do, and becomes small again. */
class WriteAheadLogTest {
    private static final long BOUND = 2L << 20;
    private static final String ENDLESS =
            "with recursive n (i) as (select 1 union all select i + 1 from n) select max(i) from n";

    private final Path file = Databases.sqliteFile();

    private long log() {
        return file.resolveSibling("postern.db-wal").toFile().length();
    }

    private SqliteDatabase open(Duration readLimit) {
        return new SqliteDatabase(file, StatementListener.NONE, new WriteAheadLog.Bounds(BOUND, readLimit));
    }

    private static void write(Database database, int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            database.write(sql -> sql.update(
                    "insert into signing_key (generation, key_id, created_at, active_from, certificate, private_key)"
                            + " values ((select coalesce(max(generation), 0) + 1 from signing_key), ?, ?, ?, ?, ?)",
                    UUID.randomUUID().toString(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    new byte[1 << 20],
                    new byte[1]));
        }
    }

    @Test
    void itIsTruncatedAfterALargeTransaction() {
        try (Database database = open(Duration.ofDays(1))) {
            database.write(sql -> {
                for (int i = 0; i < 30; i++) {
                    sql.update(
                            "insert into signing_key (generation, key_id, created_at, active_from, certificate,"
                                    + " private_key) values (?, ?, 0, 0, ?, ?)",
                            i + 1,
                            "k" + i,
                            new byte[1 << 20],
                            new byte[1]);
                }
                return true;
            });
            // the caller has its result before the log is truncated, so the next write comes after that
            database.write(sql -> sql.update("update signing_key set created_at = 1 where generation = 1"));
            assertTrue(log() < BOUND + (1 << 20), () -> "the log has " + log());
        }
    }

    @Test
    void itIsTruncatedWhenAReadEnds() throws Exception {
        try (Database database = open(Duration.ofDays(1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            write(database, 1);
            var reading = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var reader = threads.submit(() -> database.read(sql -> {
                long before = sql.number("select count(*) from signing_key");
                reading.countDown();
                await(end);
                assertEquals(before, sql.number("select count(*) from signing_key"));
                return true;
            }));
            reading.await();
            write(database, 12);
            assertTrue(log() > 4 * BOUND);
            end.countDown();
            reader.get();
            write(database, 4);
            assertTrue(log() < 2 * BOUND, () -> "the log has " + log());
        }
    }

    @Test
    void aReadThatDoesNotEndIsInterrupted() throws Exception {
        try (Database database = open(Duration.ZERO);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = new CountDownLatch(1);
            var reader = threads.submit(() -> database.read(sql -> {
                sql.number("select count(*) from signing_key");
                reading.countDown();
                return sql.number(ENDLESS);
            }));
            reading.await();
            write(database, 30);
            var failure = assertThrows(ExecutionException.class, reader::get);
            assertTrue(failure.getCause() instanceof DatabaseUnavailable, failure::toString);
            write(database, 4);
            assertTrue(log() < 2 * BOUND, () -> "the log has " + log());
            assertEquals(34L, (long) database.read(sql -> sql.number("select count(*) from signing_key")));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
