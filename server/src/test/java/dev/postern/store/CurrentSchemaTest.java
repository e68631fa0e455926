package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Flyway is left out only if it would find that there is nothing to do. */
class CurrentSchemaTest {
    private static DataSource source(Engine engine, String url) {
        if (engine == Engine.POSTGRES) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            return source;
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        return source;
    }

    private static String created(Engine engine) {
        String url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "jdbc:sqlite:" + Databases.sqliteFile();
        EarlierSchema.open(engine, url).close();
        return url;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void itIsWhatFlywayApplies(Engine engine) {
        DataSource source = source(engine, created(engine));
        assertTrue(CurrentSchema.isIn(source, engine));
        assertEquals(
                Arrays.stream(Migrations.of(source, engine, "latest").info().all())
                        .map(CurrentSchemaTest::described)
                        .toList(),
                SchemaScripts.of(engine).stream()
                        .map(script -> List.<Object>of(
                                Integer.toString(script.version()),
                                script.description(),
                                script.name(),
                                script.checksum()))
                        .toList());
    }

    private static List<Object> described(MigrationInfo one) {
        return List.of(
                one.getVersion().getVersion(),
                one.getDescription(),
                Path.of(one.getScript()).getFileName().toString(),
                one.getResolvedChecksum());
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                        "delete from flyway_schema_history where version = '51'",
                        "delete from flyway_schema_history where version = '3'",
                        "delete from flyway_schema_history",
                        "drop table flyway_schema_history",
                        "update flyway_schema_history set version = '9000' where version = '51'",
                        "update flyway_schema_history set version = null where version = '3'",
                        "update flyway_schema_history set success = false where version = '51'",
                        "update flyway_schema_history set checksum = 1 where version = '3'",
                        "update flyway_schema_history set checksum = null where version = '3'",
                        "update flyway_schema_history set description = 'other' where version = '3'",
                        "update flyway_schema_history set script = 'V3__other.sql' where version = '3'",
                        "update flyway_schema_history set type = 'BASELINE' where version = '1'",
                        "update flyway_schema_history set installed_rank = 1000 where version = '3'",
                        "insert into flyway_schema_history select 1000, '9000', 'later', 'SQL', 'V9000__later.sql', 1,"
                            + " installed_by, installed_on, 1, success from flyway_schema_history where version = '1'")
                .flatMap(change -> Stream.of(Engine.values()).map(engine -> Arguments.of(engine, change)));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void anyDifferenceIsLeftToFlyway(Engine engine, String change) throws SQLException {
        DataSource source = source(engine, created(engine));
        try (Connection connection = source.getConnection()) {
            connection.createStatement().executeUpdate(change);
        }
        assertFalse(CurrentSchema.isIn(source, engine));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void earlierAndNewDatabasesAreMigrated(Engine engine) {
        String url = EarlierSchema.create(engine, "30");
        assertFalse(CurrentSchema.isIn(source(engine, url), engine));
        EarlierSchema.open(engine, url).close();
        assertTrue(CurrentSchema.isIn(source(engine, url), engine));
    }

    @Test
    void theNewestVersionIsThatOfTheLastMigration() {
        assertEquals(
                SchemaVersion.known(),
                Integer.toString(SchemaScripts.of(Engine.POSTGRES).getLast().version()));
    }
}
