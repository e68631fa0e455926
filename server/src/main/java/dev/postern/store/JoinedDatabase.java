package dev.postern.store;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database whose reads and writes are part of a transaction that is already running. It joins changes of code that otherwise has its own
 * transactions. Used by the thread of that transaction, and only until it ends.
 */
public final class JoinedDatabase implements Database {
    private final Database database;
    private final Sql sql;

    public JoinedDatabase(Database database, Sql sql) {
        this.database = database;
        this.sql = sql;
    }

    @Override
    public Engine engine() {
        return database.engine();
    }

    @Override
    public boolean hasOneWriter() {
        return database.hasOneWriter();
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return work.run(sql);
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return work.run(sql);
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return work.run(sql);
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public DataSource jobs() {
        throw new UnsupportedOperationException("Jobs do not run in a transaction of something else");
    }

    @Override
    public void scrub() {
        throw new UnsupportedOperationException("The database is not scrubbed in a transaction");
    }

    /** Does nothing: the transaction ends where it began. */
    @Override
    public void close() {}
}
