package dev.postern;

import dev.postern.cli.ServeOptions;
import dev.postern.logging.Logging;
import dev.postern.relay.DkimKeys;
import dev.postern.secrets.Keyring;
import dev.postern.secrets.Sealer;
import dev.postern.settings.InvalidSettings;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Database;
import dev.postern.store.DatabaseUnavailable;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.subscription.SubscriptionSecrets;
import dev.postern.token.SigningKeyTable;
import dev.postern.token.SigningKeys;
import dev.postern.workflow.engine.StoredVersions;
import dev.postern.workflow.stored.FormerKeys;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts all stored secrets with the current key: at every start, and with {@code postern keys rotate}. */
final class StoredSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSecrets.class);
    private static final int CONFIGURATION_FAULT = 78;

    private StoredSecrets() {}

    static Keyring keyring(Settings settings, DataDirectory data, SecureRandom random) {
        return Keyring.open(
                data.path(), settings.encryption().key(), settings.encryption().keyPrevious(), random);
    }

    /**
     * Encrypts everything that is not encrypted with the current key, and then removes previous keys from the key file. If it is interrupted, the
     * next start continues.
     */
    static Sealer seal(Database database, Keyring ring) {
        Sealer sealer = ring.sealer();
        int signing = SigningKeyTable.seal(database, sealer);
        int open = signing + FormerKeys.seal(database, sealer) + StoredVersions.seal(database, sealer);
        SubscriptionSecrets.seal(database, sealer);
        SharedAuthorities.seal(database, sealer);
        DkimKeys.seal(database, sealer);
        if (open > 0) {
            LOG.info(
                    "{} secrets that an older version had stored unencrypted were encrypted with key {}",
                    open,
                    sealer.keyId());
            scrub(database);
        }
        if (signing > 0) {
            // Backups contain the old keys unencrypted. With the successor, their signatures are refused after two
            // days.
            String next = new SigningKeys(database, sealer, new SecureRandom(), InstantSource.system()).rotate();
            LOG.info("Signing key {} replaces those that were not encrypted", next);
        }
        ring.forgetPrevious();
        warnOfUnreadable(database, sealer);
        return sealer;
    }

    /** After a key was lost: warns about what does not work until an administrator acts. */
    private static void warnOfUnreadable(Database database, Sealer sealer) {
        List<String> workflows = StoredVersions.unreadable(database, sealer);
        // if nodes have separate keys, each has signing keys that the others cannot read
        long signing = sealer.isCommon() || database.hasOneWriter() ? SigningKeyTable.unreadable(database, sealer) : 0;
        if (!workflows.isEmpty() || signing > 0) {
            LOG.warn(
                    "The encryption key of some secrets is missing. {} signing keys can no longer sign. Workflows"
                            + " that cannot run until they are deployed again: {}",
                    signing,
                    workflows.isEmpty() ? "none" : String.join(", ", workflows));
        }
    }

    private static void scrub(Database database) {
        try {
            database.scrub();
        } catch (RuntimeException e) {
            LOG.warn("Traces of secrets may remain in the database's files until they are overwritten", e);
        }
    }

    /** {@code postern keys rotate}: returns the exit status. The server must not be running. */
    static int rotate(ServeOptions options, PrintStream out, PrintStream err) {
        try {
            Settings settings = SettingsReader.read(options.config(), System.getenv(), options.given());
            Logging.install(false, "WARN");
            // must not create a missing database or migrate one of another version
            settings.database()
                    .url()
                    .map(ReadOnlyDatabase::open)
                    .orElseGet(() -> ReadOnlyDatabase.open(settings.data().resolve("postern.db")))
                    .close();
            try (DataDirectory data = DataDirectory.take(settings.data());
                    Database database = ServerDatabase.open(settings, data, false)) {
                Keyring ring = keyring(settings, data, new SecureRandom());
                if (ring.isConfigured() && settings.encryption().keyPrevious().isEmpty()) {
                    err.println("postern: The key is configured. Set POSTERN_ENCRYPTION_KEY to a new one and"
                            + " POSTERN_ENCRYPTION_KEY_PREVIOUS to this one, then start the server or run this again.");
                    return 1;
                }
                if (!ring.isConfigured()) {
                    ring.rotate();
                }
                Sealer sealer = seal(database, ring);
                scrub(database);
                out.println("All stored secrets are encrypted with key " + sealer.keyId() + ".");
                return 0;
            }
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> err.println("- " + problem));
            return CONFIGURATION_FAULT;
        } catch (ReadOnlyDatabase.OtherSchema e) {
            err.println("postern: " + e.getMessage());
            return AuditVerifying.OTHER_SCHEMA;
        } catch (DatabaseUnavailable e) {
            err.println("postern: The key cannot be rotated. " + e.getMessage());
            return AuditVerifying.UNREADABLE;
        } catch (RuntimeException e) {
            err.println("postern: " + e.getMessage());
            return 1;
        }
    }
}
