package dev.postern.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that tells {@link DiskSpace} about writes that failed on a full disk. */
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
            // a write refused because of the reserve was not tried, and works again when there is space
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
