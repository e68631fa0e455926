package dev.postern.gate;

import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.Work;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database of one opened mailbox. The transaction of the first change also writes the audit row of the decision that allowed it, so a
 * change and its row are committed together, without a separate transaction.
 */
final class AuditedDatabase implements Database {
    private final Database database;
    private final PendingEntry entry;

    AuditedDatabase(Database database, PendingEntry entry) {
        this.database = database;
        this.entry = entry;
    }

    /** The entry as it is now. */
    AuditEntry entry() {
        return entry.entry();
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
    public <T extends @Nullable Object> T write(Work<T> work) {
        return entry.write(database, work);
    }

    /** Returns whether the row is on disk. If not, nothing was changed, and the row is written like that of a read. */
    boolean isWritten() {
        return entry.isWritten();
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
        throw new UnsupportedOperationException("The database is not scrubbed through an opened mailbox");
    }

    @Override
    public DataSource jobs() {
        throw new UnsupportedOperationException("Jobs do not run through an opened mailbox");
    }

    /** Does nothing, because the database is used after the request. */
    @Override
    public void close() {}
}
