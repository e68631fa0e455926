package dev.postern.store;

/** How much room a database takes. */
public final class DatabaseSize {
    private DatabaseSize() {}

    /** Bytes of everything in it; with SQLite of its pages, those that are free to be used again among them. */
    public static long of(Sql sql) {
        return switch (sql.engine()) {
            case SQLITE -> sql.number("select page_count * page_size from pragma_page_count(), pragma_page_size()");
            case POSTGRES -> sql.number("select pg_database_size(current_database())");
        };
    }
}
