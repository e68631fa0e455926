package dev.postern;

import dev.postern.mailbox.TemporaryFiles;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import dev.postern.store.WatchedDatabase;
import dev.postern.token.GraphNames;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** The storage of a server: its data directory, that folder's disk, and temporary files. */
record ServerStorage(DataDirectory data, DiskSpace disk, TemporaryFiles temporary) implements AutoCloseable {
    private static final Duration ALWAYS = Duration.ofDays(100_000);

    /** Locks the data directory for this process. */
    static ServerStorage take(Settings settings, InstantSource clock) {
        DataDirectory data = DataDirectory.take(settings.data());
        return new ServerStorage(
                data,
                DiskSpace.of(data.path(), settings.storage().diskReserve().bytes(), clock),
                TemporaryFiles.in(
                        data.path().resolve("tmp"),
                        settings.storage().temporaryBytes().bytes()));
    }

    /**
     * Opens the database, encrypts its secrets with the current key, and assembles the core on it.
     *
     * @param names of Microsoft Graph besides those in the directory
     * @param developer whether the clock may jump, which is no reason to doubt the directory of the only node, and data may be lost
     */
    Core openCore(Settings settings, GraphNames names, InstantSource clock, SecureRandom random, boolean developer) {
        Database database = new WatchedDatabase(ServerDatabase.open(settings, data, developer), disk);
        try {
            CoreBuilder builder =
                    Core.on(database, StoredSecrets.seal(database, StoredSecrets.keyring(settings, data, random)));
            return (developer ? builder.maxUnconfirmed(ALWAYS) : builder)
                    .clock(clock)
                    .server(UUID.fromString(data.nodeId()))
                    .ids(random)
                    .graphNames(names)
                    .configured(settings, developer, disk, temporary)
                    .open();
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void close() {
        data.close();
    }
}
