package dev.postern.workflow.engine;

import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.Work;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real database that calls a test before each write, which may prevent it. */
final class HookedDatabase implements Database {
    private final Database database;
    private @Nullable Runnable before;

    HookedDatabase(Database database) {
        this.database = database;
    }

    void before(Runnable hook) {
        before = hook;
    }

    void unhook() {
        before = null;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        if (before != null) {
            before.run();
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
