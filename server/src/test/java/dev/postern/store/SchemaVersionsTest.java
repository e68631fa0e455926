package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only a schema that this program knows is used. */
class SchemaVersionsTest {
    private static final String LATER = "insert into flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, installed_on, execution_time, success) select 1000, ?, 'later', 'SQL',"
            + " 'V.sql', 1, 'somebody', installed_on, 1, success from flyway_schema_history where version = '1'";

    /** A database whose history was changed from outside; it can be reopened any number of times. */
    private record Stored(Engine engine, Path file, String url) {
        static Stored of(Engine engine) {
            return new Stored(engine, Databases.sqliteFile(), engine == Engine.POSTGRES ? Databases.postgresUrl() : "");
        }

        Database open() {
            return engine == Engine.SQLITE
                    ? new SqliteDatabase(file, StatementListener.NONE)
                    : new PostgresDatabase(url, 2, StatementListener.NONE);
        }

        String refusal() {
            return String.valueOf(assertThrows(SchemaRefused.class, this::open).getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewerSchemaIsRefusedUnchanged(Engine engine) {
        Stored stored = Stored.of(engine);
        String known;
        try (Database database = stored.open()) {
            known = newest(database);
            database.write(sql -> sql.update(LATER, "9000"));
        }
        String refusal = stored.refusal();
        assertTrue(refusal.contains("schema version 9000"), refusal);
        assertTrue(refusal.contains("version " + known), refusal);
        assertTrue(refusal.contains("Start the newer Postern"), refusal);
        assertEquals(refusal, stored.refusal());
    }

    private static String newest(Database database) {
        return Long.toString(
                database.read(sql -> sql.number("select max(cast(version as integer)) from flyway_schema_history")));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aForeignSchemaIsRefused(Engine engine) {
        Stored stored = Stored.of(engine);
        try (Database database = stored.open()) {
            database.write(sql -> sql.update(LATER, "1.5"));
        }
        String refusal = stored.refusal();
        assertTrue(refusal.contains("version 1.5"), refusal);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aChangedStepIsRefused(Engine engine) {
        Stored stored = Stored.of(engine);
        try (Database database = stored.open()) {
            database.write(sql -> sql.update("update flyway_schema_history set checksum = 1 where version = '3'"));
        }
        String refusal = stored.refusal();
        assertTrue(refusal.contains("version 3") && refusal.contains("checksum"), refusal);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStepThatDidNotEndIsRefused(Engine engine) {
        Stored stored = Stored.of(engine);
        try (Database database = stored.open()) {
            database.write(sql -> sql.update("update flyway_schema_history set success = "
                    + (engine == Engine.SQLITE ? "0" : "false") + " where version = '3'"));
        }
        String refusal = stored.refusal();
        assertTrue(refusal.contains("version 3") && refusal.contains("did not end"), refusal);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theCurrentSchemaIsAccepted(Engine engine) {
        Stored stored = Stored.of(engine);
        stored.open().close();
        stored.open().close();
    }
}
