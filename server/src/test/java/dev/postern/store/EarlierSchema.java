package dev.postern.store;

import org.postgresql.ds.PGSimpleDataSource;

/** Creates empty databases with the schema of an earlier version. */
public final class EarlierSchema {
    private EarlierSchema() {}

    public static void create(String url, String version) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        Migrations.run(source, Engine.POSTGRES, version);
    }
}
