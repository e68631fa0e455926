package dev.postern.directory;

import dev.postern.audit.Audit;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongPredicate;

/** Directories for random changes, several in turn on one database. The property {@code random.seed} repeats a run. */
final class RandomDirectories {
    private RandomDirectories() {}

    /** What is done with one directory; the seed says how to repeat it. */
    interface Run {
        void on(long seed, Directory directory, boolean requireScope);
    }

    /**
     * Runs with as many directories as are needed for the number of changes that the build asks for.
     *
     * @param tenants on one database
     * @param changes of one directory
     * @param requireScope whether the directory with this number allows nothing without a scope
     */
    static void each(int tenants, int changes, LongPredicate requireScope, Run run) {
        long seed = Long.getLong("random.seed", new SecureRandom().nextLong());
        for (int from = 0; from < RandomRoleTenant.tenants(tenants, changes); from += tenants) {
            try (Database database = Databases.open(Engine.SQLITE)) {
                for (int i = from; i < from + tenants; i++) {
                    var directory = new Directory(
                            database,
                            new Audit(database, false),
                            () -> DirectoryObjects.CREATED,
                            Duration.ofDays(1),
                            requireScope.test(i),
                            Long.MAX_VALUE);
                    run.on(seed + i, directory, requireScope.test(i));
                }
            }
        }
    }
}
