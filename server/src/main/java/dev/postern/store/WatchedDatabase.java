package dev.postern.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database whose writes tell when there was no room for one. */
public record WatchedDatabase(Database database, DiskSpace disk) implements Database {
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
    public <T extends @Nullable Object> T write(Work<T> work) {
        try {
            return database.write(work);
        } catch (DiskFull e) {
            // what the reserve forbids was not tried, and is possible again as soon as there is room
            if (e.getCause() instanceof SQLException) {
                disk.failed();
            }
            throw e;
        }
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
    public void scrub() {
        database.scrub();
    }

    @Override
    public DataSource jobs() {
        return database.jobs();
    }

    @Override
    public void close() {
        database.close();
    }
}
