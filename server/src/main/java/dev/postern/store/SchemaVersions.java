package dev.postern.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** Compares the schema history in the database with the migrations of this program, before anything is changed. */
final class SchemaVersions {
    private SchemaVersions() {}

    /** @throws SchemaRefused if the schema is newer, foreign or incomplete */
    static void check(MigrationInfoService schema) {
        List<MigrationInfo> all = Arrays.asList(schema.all());
        MigrationVersion known = all.stream()
                .filter(one -> one.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
        for (MigrationInfo one : all) {
            if (one.getState().isApplied()) {
                check(one, all, known);
            }
        }
    }

    private static void check(MigrationInfo one, List<MigrationInfo> all, MigrationVersion known) {
        if (!one.getState().isResolved()) {
            throw one.getVersion() != null && one.getVersion().compareTo(known) > 0
                    ? newer(all, known)
                    : refused("version " + name(one) + " of its schema is not one that this Postern knows. Start the"
                            + " program that made it");
        }
        if (one.getState().isFailed()) {
            throw refused("the step to version " + name(one) + " of its schema was begun and did not end");
        }
        if (!one.isChecksumMatching()) {
            throw refused("the step to version " + name(one)
                    + " of its schema is not the one of this Postern: its checksum is " + one.getAppliedChecksum()
                    + ", not " + one.getResolvedChecksum() + ". Start the program that made it");
        }
    }

    private static SchemaRefused newer(List<MigrationInfo> all, MigrationVersion known) {
        String newest = all.stream()
                .filter(one -> one.getState().isApplied() && one.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion)
                .orElse("");
        return new SchemaRefused(
                "The database has schema version " + newest + ", which is newer than version " + known.getVersion()
                        + ", the newest that this Postern knows. Start the newer Postern that made it, or restore a"
                        + " back-up from before its upgrade. Nothing was changed.",
                null);
    }

    private static String name(MigrationInfo one) {
        return one.getVersion() == null
                ? one.getDescription()
                : one.getVersion().getVersion();
    }

    private static SchemaRefused refused(String why) {
        return new SchemaRefused(
                "The database is refused: " + why + ", or restore a back-up. Nothing was changed.", null);
    }
}
