package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full disk gives a clear failure, loses nothing that was acknowledged, and recovers when there is space. */
class DiskFullTest {
    private static final String INSERT =
            "insert into signing_key (generation, key_id, created_at, active_from, certificate,"
                    + " private_key) values (?, ?, ?, ?, ?, ?)";
    private final AtomicLong generations = new AtomicLong();

    private long write(Database database, int size) {
        long generation = generations.incrementAndGet();
        database.write(sql -> sql.update(
                INSERT,
                generation,
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                Instant.EPOCH,
                new byte[size],
                new byte[1]));
        return generation;
    }

    private static List<Long> there(Database database) {
        return database.read(
                sql -> sql.list("select generation from signing_key order by generation", row -> row.number(1)));
    }

    private static void limitPages(Database database, long pages) {
        try (var connection = database.jobs().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("pragma max_page_count = " + pages);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sqliteAtItsSizeLimitRefusesAndRecovers() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            long before = write(database, 100);
            limitPages(database, 1);
            // the failure closes the driver's statement, so each of several attempts must find a new one
            for (int i = 0; i < 3; i++) {
                assertThrows(DiskFull.class, () -> write(database, 200_000));
            }
            assertEquals(List.of(before), there(database));
            limitPages(database, 1_000_000);
            long after = write(database, 200_000);
            assertEquals(List.of(before, after), there(database));
        }
    }

    @Test
    void workThatFitsIsNotRefusedBecauseOfOtherWork() throws Exception {
        try (Database database = Databases.open(Engine.SQLITE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            write(database, 100);
            limitPages(database, 1);
            // all of them arrive while the writer is busy, so they share a transaction
            var begun = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            Future<?> first = threads.submit(() -> database.write(sql -> {
                begun.countDown();
                await(go);
                return true;
            }));
            begun.await();
            var outcomes = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 40; i++) {
                boolean large = i % 4 == 1;
                outcomes.add(threads.submit(() -> {
                    try {
                        database.write(sql -> sql.update(
                                large
                                        ? "update signing_key set certificate = zeroblob(500000)"
                                        : "update signing_key set created_at = created_at + 1"));
                        return true;
                    } catch (DiskFull e) {
                        return false;
                    }
                }));
            }
            go.countDown();
            first.get();
            for (int i = 0; i < outcomes.size(); i++) {
                assertEquals(i % 4 != 1, outcomes.get(i).get(), "unit " + i);
            }
            assertEquals(30L, (long) database.read(sql -> sql.number("select created_at from signing_key")));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingAcknowledgedIsLostOnAFullDisk() {
        var mounted = SmallDisk.mount("24m");
        assumeTrue(mounted.isPresent(), "this process may not mount a file system");
        try (SmallDisk disk = mounted.get()) {
            var acknowledged = new ArrayList<Long>();
            Database database = new SqliteDatabase(disk.folder().resolve("postern.db"), StatementListener.NONE);
            try (database) {
                acknowledged.add(write(database, 100));
                disk.fill();
                int refused = 0;
                for (int i = 0; i < 50; i++) {
                    try {
                        acknowledged.add(write(database, 1_000 * i));
                    } catch (DiskFull e) {
                        refused++;
                    }
                }
                assertTrue(refused > 10, "the disk was to be full");
                assertEquals(acknowledged, there(database), "reads go on while the disk is full");
                disk.free();
                acknowledged.add(write(database, 100_000));
                assertEquals(acknowledged, there(database));
            }
            try (Database again = new SqliteDatabase(disk.folder().resolve("postern.db"), StatementListener.NONE)) {
                assertEquals(acknowledged, there(again));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "53300", "58030"})
    void postgresReportsAFullDisk(String state) {
        try (Database database = Databases.open(Engine.POSTGRES)) {
            long before = write(database, 10);
            RuntimeException failure = assertThrows(
                    RuntimeException.class,
                    () -> database.write(sql -> {
                        sql.update("update signing_key set generation = 99");
                        return sql.update("do $$ begin raise exception using errcode = '" + state + "'; end $$");
                    }));
            boolean room = !state.equals("53100");
            assertEquals(!room, failure instanceof DiskFull, failure::toString);
            assertEquals(room, failure instanceof DatabaseUnavailable, failure::toString);
            assertEquals(List.of(before), there(database));
        }
    }

    @Test
    void aFailedCommitOfPostgresIsKnownToHaveFailed() {
        try (Database database = Databases.open(Engine.POSTGRES)) {
            database.write(sql -> sql.update("create function full_disk() returns trigger language plpgsql as"
                    + " 'begin raise exception using errcode = ''53100''; end'"));
            database.write(
                    sql -> sql.update("create constraint trigger late after insert on signing_key deferrable initially"
                            + " deferred for each row execute function full_disk()"));
            assertThrows(DiskFull.class, () -> write(database, 10));
            assertEquals(List.of(), there(database));
        }
    }

    @Test
    void aDiskBelowItsReserveAcceptsNothing() {
        var free = new AtomicLong(1_000);
        var now = new AtomicLong();
        var disk = new DiskSpace(free::get, 1_000, () -> Instant.ofEpochSecond(now.get()));
        disk.require();
        assertTrue(disk.hasRoom());
        free.set(999);
        assertThrows(DiskFull.class, disk::require);
        assertFalse(disk.hasRoom());
        free.set(5_000);
        assertTrue(disk.hasRoom());
    }

    @Test
    void aFailedWriteIsRememberedForSomeSeconds() {
        var now = new AtomicLong();
        var disk = new DiskSpace(() -> 5_000, 1_000, () -> Instant.ofEpochSecond(now.get()));
        try (Database database = new WatchedDatabase(Databases.open(Engine.SQLITE), disk)) {
            write(database, 10);
            assertTrue(disk.hasRoom());
            limitPages(database, 1);
            assertThrows(DiskFull.class, () -> write(database, 200_000));
            assertFalse(disk.hasRoom());
            now.addAndGet(31);
            assertTrue(disk.hasRoom());
        }
    }
}
