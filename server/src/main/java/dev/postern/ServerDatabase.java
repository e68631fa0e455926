package dev.postern;

import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;

/** Opens the configured database and migrates it to the newest schema. */
final class ServerDatabase {
    private ServerDatabase() {}

    /** @param relaxed whether the last changes may be missing after a power failure */
    static Database open(Settings settings, DataDirectory data, boolean relaxed) {
        return settings.database()
                .url()
                .<Database>map(
                        url -> new PostgresDatabase(url, settings.database().poolSize(), StatementListener.NONE))
                .orElseGet(() -> relaxed
                        ? SqliteDatabase.relaxed(data.file("postern.db"), StatementListener.NONE)
                        : new SqliteDatabase(data.file("postern.db"), StatementListener.NONE));
    }
}
