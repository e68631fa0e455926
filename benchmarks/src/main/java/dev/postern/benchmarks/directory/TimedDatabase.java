package dev.postern.benchmarks.directory;

import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.Work;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that records the start and the commit of its last change. For one writer. */
final class TimedDatabase implements Database {
    private final Database database;
    private long begun;
    private long committed;

    TimedDatabase(Database database) {
        this.database = database;
    }

    /** The time of the last commit, in nanoseconds of the system's timer. */
    long committed() {
        return committed;
    }

    /** The duration of the last change in the database, in nanoseconds. */
    long writing() {
        return committed - begun;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        begun = System.nanoTime();
        T result = database.write(work);
        committed = System.nanoTime();
        return result;
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
        return database.read(work);
    }

    @Override
    public <T extends @Nullable Object> T readApart(Work<T> work) {
        return database.readApart(work);
    }

    @Override
    public boolean isReachable() {
        return database.isReachable();
    }

    @Override
    public DataSource jobs() {
        return database.jobs();
    }

    @Override
    public void scrub() {
        database.scrub();
    }

    @Override
    public void close() {
        database.close();
    }
}
