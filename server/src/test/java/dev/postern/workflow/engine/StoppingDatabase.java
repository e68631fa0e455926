package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.Work;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real database that, as at the end of the process, does not carry out the next write after a number of them. */
final class StoppingDatabase implements Database {
    /** The process has ended. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Database database;
    private int writes = Integer.MAX_VALUE;

    StoppingDatabase(Database database) {
        this.database = database;
    }

    void stopAfter(int number) {
        writes = number;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        if (writes-- == 0) {
            // The driver handles no error of a thread that has been stopped.
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
        return database.write(work);
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
    public Engine engine() {
        return database.engine();
    }

    @Override
    public boolean hasOneWriter() {
        return database.hasOneWriter();
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
