package dev.postern.store;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Migrates the schema to the version of this program. One text serves both engines, with placeholders for type names.
 * Migrations with larger differences are in the engine's own folder.
 */
final class Migrations {
    private static final String FOLDER = "classpath:" + SchemaScripts.FOLDER;

    private Migrations() {}

    /** Migrates the schema, if it is not already that of this program. */
    static void run(DataSource source, Engine engine) {
        if (!CurrentSchema.isIn(source, engine)) {
            run(source, engine, "latest");
        }
    }

    /** As {@link #run(DataSource, Engine)}, up to this version. Tests start from earlier versions. */
    static void run(DataSource source, Engine engine, String upTo) {
        Flyway flyway = of(source, engine, upTo);
        try {
            SchemaVersions.check(flyway.info());
            flyway.migrate();
        } catch (FlywayException e) {
            throw new SchemaRefused("The schema of the database could not be migrated: " + e.getMessage(), e);
        }
    }

    /** The migrations up to a version, to be run or inspected. */
    static Flyway of(DataSource source, Engine engine, String upTo) {
        Map<String, String> types = switch (engine) {
            case SQLITE ->
                Map.of(
                        "uuid", "blob",
                        "bytes", "blob",
                        "bool", "integer",
                        "bigint", "integer",
                        "exact", "text",
                        "table", "strict",
                        "narrow", "strict, without rowid");
            case POSTGRES ->
                Map.of(
                        "uuid", "uuid",
                        "bytes", "bytea",
                        "bool", "boolean",
                        "bigint", "bigint",
                        "exact", "text collate \"C\"",
                        "table", "",
                        "narrow", "");
        };
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(FOLDER + "common", FOLDER + SchemaScripts.folder(engine))
                .placeholders(types)
                .target(upTo)
                .load();
    }
}
