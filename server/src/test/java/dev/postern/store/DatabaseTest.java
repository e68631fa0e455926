package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guarantees of both engines to the layers above. */
class DatabaseTest {
    private static final String INSERT = "insert into tenant (tenant_id, created_at, revision) values (?, ?, ?)";

    private static long number(Database database, String query) {
        return database.read(sql -> sql.number(query));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aThreadHasOneTransaction(Engine engine) {
        try (Database database = Databases.open(engine)) {
            List<Function<Work<Long>, Long>> kinds = List.of(database::read, database::write, database::readApart);
            Work<Long> one = sql -> sql.number("select 1");
            for (Function<Work<Long>, Long> outer : kinds) {
                for (Function<Work<Long>, Long> inner : kinds) {
                    assertThrows(IllegalStateException.class, () -> outer.apply(_ -> inner.apply(one)));
                }
                assertEquals(1, outer.apply(sql -> new JoinedDatabase(database, sql).read(one)));
                assertEquals(1, outer.apply(one), "nothing is left of a refused transaction");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void valuesRoundTrip(Engine engine) {
        try (Database database = Databases.open(engine)) {
            byte[] bytes = {0, 1, (byte) 255};
            Instant at = Instant.parse("2026-11-23T01:02:03.456Z");
            database.write(sql -> sql.update(
                    "insert into signing_key (generation, key_id, created_at, active_from, retired_at, certificate,"
                            + " private_key) values (1, ?, ?, ?, ?, ?, ?)",
                    "grün ☃",
                    at,
                    at,
                    null,
                    bytes,
                    bytes));
            database.read(sql -> sql.one(
                    "select key_id, created_at, retired_at, certificate from signing_key where key_id = ?",
                    row -> {
                        assertEquals("grün ☃", row.text(1));
                        assertEquals(at, row.time(2));
                        assertNull(row.timeOrNull(3));
                        assertArrayEquals(bytes, row.bytes(4));
                        return true;
                    },
                    "grün ☃"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void workThatThrowsIsUndoneAndOthersInTheBatchSucceed(Engine engine) throws Exception {
        try (Database database = Databases.open(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 200; i++) {
                boolean fails = i % 3 == 0;
                UUID id = UUID.randomUUID();
                Callable<Boolean> task = () -> {
                    try {
                        database.write(sql -> {
                            sql.update(INSERT, id, Instant.EPOCH, fails ? -1 : 1);
                            if (fails) {
                                throw new IllegalArgumentException("planned");
                            }
                            return true;
                        });
                        return true;
                    } catch (IllegalArgumentException e) {
                        return false;
                    }
                };
                outcomes.add(threads.submit(task));
            }
            int succeeded = 0;
            for (Future<Boolean> outcome : outcomes) {
                succeeded += outcome.get() ? 1 : 0;
            }
            assertEquals(133, succeeded);
            assertEquals(133L, number(database, "select count(*) from tenant"));
            assertEquals(0L, number(database, "select count(*) from tenant where revision < 0"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void duplicateKeyIsATypedError(Engine engine) {
        try (Database database = Databases.open(engine)) {
            UUID id = UUID.randomUUID();
            database.write(sql -> sql.update(INSERT, id, Instant.EPOCH, 1));
            assertThrows(DuplicateKey.class, () -> database.write(sql -> sql.update(INSERT, id, Instant.EPOCH, 2)));
            assertEquals(0, (int)
                    database.write(sql -> sql.update(INSERT + " on conflict do nothing", id, Instant.EPOCH, 3)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aReadSeesOneState(Engine engine) {
        try (Database database = Databases.open(engine)) {
            database.read(sql -> {
                long before = sql.number("select count(*) from tenant");
                CompletableFuture.supplyAsync(() ->
                                database.write(other -> other.update(INSERT, UUID.randomUUID(), Instant.EPOCH, 1)))
                        .join();
                assertEquals(before, sql.number("select count(*) from tenant"));
                return true;
            });
            assertEquals(1L, number(database, "select count(*) from tenant"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void conditionalUpdateHasOneWinner(Engine engine) throws Exception {
        try (Database database = Databases.open(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            UUID id = UUID.randomUUID();
            database.write(sql -> sql.update(INSERT, id, Instant.EPOCH, 1));
            var attempts = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 16; i++) {
                attempts.add(threads.submit(() -> database.write(
                        sql -> sql.update("update tenant set revision = 2 where tenant_id = ? and revision = 1", id))));
            }
            int winners = 0;
            for (Future<Integer> attempt : attempts) {
                winners += attempt.get();
            }
            assertEquals(1, winners);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void reopenedDatabaseKeepsItsRows(Engine engine) {
        var file = Databases.sqliteFile();
        String url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "";
        UUID id = UUID.randomUUID();
        for (int round = 0; round < 2; round++) {
            try (Database database = engine == Engine.SQLITE
                    ? new SqliteDatabase(file, StatementListener.NONE)
                    : new PostgresDatabase(url, 2, StatementListener.NONE)) {
                database.write(sql -> sql.update(INSERT + " on conflict do nothing", id, Instant.EPOCH, 7));
                assertEquals(7L, number(database, "select revision from tenant"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void closedRefuses(Engine engine) {
        Database database = Databases.open(engine);
        database.close();
        RuntimeException failure = assertThrows(
                RuntimeException.class,
                () -> database.write(sql -> sql.update(INSERT, UUID.randomUUID(), Instant.EPOCH, 1)));
        assertTrue(failure instanceof StoreException || failure.getCause() != null, failure::toString);
    }
}
