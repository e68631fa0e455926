package dev.postern.benchmarks.directory;

import dev.postern.Core;
import dev.postern.directory.Directory;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Adds sample objects to the directory of a store that no server has open. */
public final class FilledDirectory {
    private FilledDirectory() {}

    /** @param size the name of a {@link DirectorySize} */
    public static void fill(Path data, String size) {
        DirectorySize wanted = DirectorySize.named(size);
        SecureRandom keys = new SecureRandom();
        Sealer sealer = new Sealer(EncryptionKey.generate(keys), List.of(), false, keys);
        try (Core core = Core.on(new SqliteDatabase(data.resolve("postern.db"), StatementListener.NONE), sealer)
                .open()) {
            Directory directory = core.directory();
            var sample = new SampleTenant(directory, directory.tenants().getFirst());
            sample.fill(wanted);
            sample.mailboxes(wanted.mailboxes());
        }
    }
}
