package dev.postern;

import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;

/** Opens the configured database and migrates it to the newest schema. */
final class ServerDatabase {
    private ServerDatabase() {}

    static Database open(Settings settings, DataDirectory data) {
        return settings.database()
                .url()
                .<Database>map(
                        url -> new PostgresDatabase(url, settings.database().poolSize(), StatementListener.NONE))
                .orElseGet(() -> new SqliteDatabase(data.file("postern.db"), StatementListener.NONE));
    }
}
