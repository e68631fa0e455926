package dev.postern;

import dev.postern.cli.BackupOptions;
import dev.postern.cli.RestoreOptions;
import dev.postern.logging.Logging;
import dev.postern.settings.InvalidSettings;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.store.StoreException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** {@code backup} and {@code restore}. */
final class BackupCommand {
    private static final int FAILED = 1;
    private static final int CONFIGURATION_FAULT = 78;

    private BackupCommand() {}

    /** Returns the exit status. */
    static int backup(BackupOptions options, Map<String, String> environment, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        try {
            Settings settings = SettingsReader.read(options.config(), environment, options.given());
            boolean sqlite = settings.database().url().isEmpty();
            Path data = settings.data();
            if (sqlite && !data.resolve(BackupManifest.DATABASE).toFile().isFile()) {
                if (!data.resolve("node-id").toFile().isFile()) {
                    throw new BackupRefused("There is no data directory " + data + ". Specify it with --data DIR.");
                }
                sqlite = false;
            }
            Backup.Made made =
                    new Backup(data, options.file(), options.config(), sqlite, InstantSource.system()).make();
            out.println("The backup " + options.file() + " has "
                    + made.manifest().files().size() + " files with "
                    + made.manifest().bytes() + " bytes"
                    + (sqlite ? ", schema version " + made.manifest().schema() : "")
                    + ". It contains keys and mail: protect it.");
            if (!sqlite) {
                err.println("WARNING: The database of this directory is not SQLite, so the backup does not contain it."
                        + " Make a backup of PostgreSQL after this one, with pg_dump --format=custom --file FILE URL."
                        + " Restore both.");
            } else if (made.missingKeys()) {
                err.println("WARNING: Secrets in the database need an encryption key that is not in " + data
                        + ", because encryption.key is configured. Keep that key: it is not in the backup.");
            }
            return 0;
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> err.println("- " + problem));
            return CONFIGURATION_FAULT;
        } catch (BackupRefused | StoreException e) {
            err.println("postern: " + e.getMessage());
            return FAILED;
        }
    }

    /** Returns the exit status. */
    static int restore(RestoreOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        try {
            BackupManifest manifest = new Restore(options.file(), options.data()).run();
            out.println("The backup of " + manifest.created() + " (version " + manifest.version() + ") is restored to "
                    + options.data() + ". Start it with ./postern serve --data " + options.data() + ".");
            if (!manifest.hasDatabase()) {
                err.println("WARNING: The backup contains no database. Restore PostgreSQL with pg_restore before you"
                        + " start the server.");
            }
            return 0;
        } catch (BackupRefused | StoreException e) {
            err.println("postern: " + e.getMessage());
            return FAILED;
        }
    }
}
