package dev.postern.store;

/** The size of a database. */
public final class DatabaseSize {
    private DatabaseSize() {}

    /** All bytes of the database. With SQLite this includes free pages that can be reused. */
    public static long of(Sql sql) {
        return switch (sql.engine()) {
            case SQLITE -> sql.number("select page_count * page_size from pragma_page_count(), pragma_page_size()");
            case POSTGRES -> sql.number("select pg_database_size(current_database())");
        };
    }
}
