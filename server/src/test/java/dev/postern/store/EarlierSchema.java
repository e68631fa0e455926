package dev.postern.store;

import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Creates empty databases with the schema of an earlier version. */
public final class EarlierSchema {
    private EarlierSchema() {}

    /** As {@link #create(String, String)}; returns the URL of the new database. */
    public static String create(Engine engine, String version) {
        if (engine == Engine.POSTGRES) {
            String url = Databases.postgresUrl();
            create(url, version);
            return url;
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + Databases.sqliteFile());
        Migrations.run(source, Engine.SQLITE, version);
        return source.getUrl();
    }

    /** The current program on a database that it migrates first. */
    public static Database open(Engine engine, String url) {
        return engine == Engine.SQLITE
                ? new SqliteDatabase(Path.of(url.substring("jdbc:sqlite:".length())), StatementListener.NONE)
                : new PostgresDatabase(url, 3, StatementListener.NONE);
    }

    public static void create(String url, String version) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        Migrations.run(source, Engine.POSTGRES, version);
    }
}
