package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A database that closes connections, drops packets or is overloaded: callers learn of it soon, with the same failures.
 */
@Tag("alone")
class DatabaseAwayTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final String INSERT = "insert into tenant (tenant_id, created_at, revision) values (?, ?, 0)";

    private static void insert(Sql sql) {
        sql.update(INSERT, UUID.randomUUID(), Instant.EPOCH);
    }

    private static long count(Database database) {
        return database.read(sql -> sql.number("select count(*) from tenant"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T soon(Future<T> future) throws Exception {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the failure of the work and checks that it came in time. */
    private static StoreException failure(Runnable work) {
        long began = System.nanoTime();
        StoreException failure = assertThrows(StoreException.class, work::run);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(TIMEOUT) < 0, () -> "it took " + took);
        return failure;
    }

    private static void eventually(Runnable work) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                work.run();
                return;
            } catch (StoreException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatBreaksInTheMiddleIsUnavailable() throws Exception {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 4, StatementListener.NONE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new CountDownLatch(2);
            Future<StoreException> reader = threads.submit(() -> failure(() -> database.read(sql -> {
                running.countDown();
                return sql.list("select pg_sleep(30)", row -> 1);
            })));
            Future<StoreException> writer = threads.submit(() -> failure(() -> database.write(sql -> {
                insert(sql);
                running.countDown();
                return sql.list("select pg_sleep(30)", row -> 1);
            })));
            await(running);
            LockSupport.parkNanos(200_000_000);
            network.cut();
            assertInstanceOf(DatabaseUnavailable.class, soon(reader));
            assertInstanceOf(DatabaseUnavailable.class, soon(writer));
            eventually(() -> assertEquals(0, count(database)));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatBreaksBetweenTwoStatementsIsUnavailable() {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 4, StatementListener.NONE)) {
            StoreException failure = failure(() -> database.write(sql -> {
                insert(sql);
                network.cut();
                insert(sql);
                return true;
            }));
            assertInstanceOf(DatabaseUnavailable.class, failure);
            eventually(() -> assertEquals(0, count(database)));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCommitWithoutResponseHasAnUnknownOutcome() {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 4, StatementListener.NONE)) {
            StoreException failure = failure(() -> database.write(sql -> {
                insert(sql);
                network.cut();
                return true;
            }));
            assertInstanceOf(OutcomeUnknown.class, failure);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void droppedPacketsDoNotBlockCallersForLong() throws Exception {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 4, StatementListener.NONE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.write(sql -> {
                insert(sql);
                return true;
            });
            network.swallow();
            // more than there are connections: the others wait for one
            var callers = new ArrayList<Future<StoreException>>();
            for (int i = 0; i < 12; i++) {
                boolean reads = i % 2 == 0;
                callers.add(threads.submit(() -> failure(() -> {
                    if (reads) {
                        count(database);
                    } else {
                        database.write(sql -> {
                            insert(sql);
                            return true;
                        });
                    }
                })));
            }
            for (Future<StoreException> caller : callers) {
                soon(caller);
            }
            assertFalse(database.isReachable());
            long began = System.nanoTime();
            failure(() -> count(database));
            assertTrue(System.nanoTime() - began < 100_000_000, "later callers are refused immediately");
            network.forward();
            eventually(() -> database.write(sql -> {
                insert(sql);
                return true;
            }));
            assertTrue(database.isReachable());
            assertEquals(2, count(database));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void singleDeadConnectionsAreReplaced() {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 4, StatementListener.NONE)) {
            StoreException failure = failure(() -> database.write(sql -> {
                insert(sql);
                network.swallowPresent();
                insert(sql);
                return true;
            }));
            assertInstanceOf(DatabaseUnavailable.class, failure);
            eventually(() -> assertEquals(0, count(database)));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void longWorkIsNotAborted() {
        try (Database database = Databases.open(Engine.POSTGRES)) {
            long answer = database.read(sql -> sql.number("select 7 from pg_sleep(6)"));
            assertEquals(7, answer);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void waitingForAPermanentLockTimesOut() throws Exception {
        try (Database database = Databases.open(Engine.POSTGRES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            UUID tenant = UUID.randomUUID();
            database.write(sql -> sql.update(INSERT, tenant, Instant.EPOCH));
            String lock = "update tenant set revision = revision + 1 where tenant_id = ?";
            var held = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            Future<Boolean> holder = threads.submit(() -> database.write(sql -> {
                sql.update(lock, tenant);
                held.countDown();
                // busy, so that the server does not consider it dead
                while (release.getCount() > 0) {
                    sql.list("select pg_sleep(0.1)", row -> 1);
                }
                return true;
            }));
            await(held);
            assertInstanceOf(DatabaseUnavailable.class, failure(() -> database.write(sql -> sql.update(lock, tenant))));
            release.countDown();
            assertTrue(soon(holder));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "08P01", "57P01", "57P02", "57P03", "57P05", "57014", "53300",
                "53200", "25P02", "25P03", "40001", "40P01", "40003", "55P03", "58030"
            })
    void temporaryFailuresAreUnavailable(String state) {
        assertInstanceOf(DatabaseUnavailable.class, SqlFailures.of(new SQLException("it failed", state), "select"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "22001", "23502", "0A000"})
    void errorsInStatementsAreNotUnavailable(String state) {
        assertInstanceOf(IllegalStateException.class, SqlFailures.of(new SQLException("it failed", state), "select"));
    }

    @Test
    void failuresWithoutSqlStateAreMappedByType() {
        assertInstanceOf(
                DatabaseUnavailable.class,
                SqlFailures.of(new SQLTransientConnectionException("no connection"), "begin"));
        assertInstanceOf(
                DatabaseUnavailable.class, SqlFailures.of(new SQLException("tls", new IOException("reset")), "select"));
        for (SQLiteErrorCode code : new SQLiteErrorCode[] {
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_IOERR_READ,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT
        }) {
            assertInstanceOf(
                    DatabaseUnavailable.class, SqlFailures.of(new SQLiteException("it failed", code), "select"));
        }
        assertInstanceOf(
                IllegalStateException.class,
                SqlFailures.of(new SQLiteException("it failed", SQLiteErrorCode.SQLITE_ERROR), "select"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void conflictingTransactionsAreRetried() throws Exception {
        try (Database database = Databases.open(Engine.POSTGRES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            UUID one = new UUID(0, 1);
            UUID other = new UUID(0, 2);
            database.write(sql -> {
                sql.update(INSERT, one, Instant.EPOCH);
                return sql.update(INSERT, other, Instant.EPOCH);
            });
            var callers = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 4; i++) {
                boolean forth = i % 2 == 0;
                callers.add(threads.submit(() -> database.write(sql -> {
                    String add = "update tenant set revision = revision + 1 where tenant_id = ?";
                    sql.update(add, forth ? one : other);
                    sql.list("select pg_sleep(0.02)", row -> 1);
                    return sql.update(add, forth ? other : one) == 1;
                })));
            }
            for (Future<Boolean> caller : callers) {
                assertTrue(caller.get(30, TimeUnit.SECONDS));
            }
            long sum = database.read(sql -> sql.number("select sum(revision) from tenant"));
            assertEquals(8, sum);
        }
    }
}
