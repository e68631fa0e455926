package dev.postern;

import dev.postern.store.Database;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a database for a command while servers may use it. Its schema must be that of this program. */
record CommandDatabase(Optional<Path> data, Optional<String> url) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECTIONS = 3;

    /** Opens it for reading only. */
    Database openToRead() {
        return url.map(ReadOnlyDatabase::open).orElseGet(() -> ReadOnlyDatabase.open(file()));
    }

    /** Opens it for a short change. */
    Database openToWrite() {
        // This check refuses a database of another version, which opening for writing would migrate.
        openToRead().close();
        return url.<Database>map(address -> address.startsWith(SQLITE)
                        ? sqlite(Path.of(address.substring(SQLITE.length())))
                        : new PostgresDatabase(address, CONNECTIONS, StatementListener.NONE))
                .orElseGet(() -> sqlite(file()));
    }

    private Path file() {
        return data.orElse(Path.of("data")).resolve("postern.db");
    }

    private static Database sqlite(Path file) {
        return new SqliteDatabase(file, StatementListener.NONE);
    }
}
