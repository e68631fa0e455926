package dev.postern.store;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database. Every method may be called from any thread, and blocks until it has its result.
 *
 * <p>Statements are plain SQL that both engines accept unchanged; the few differences are in this package. Rules for
 * tables and statements: {@code docs/storage.md}.
 *
 * <p>A thread has at most one transaction: work that begins another one gets an {@link IllegalStateException}.
 */
public interface Database extends AutoCloseable {
    /** The database product. */
    Engine engine();

    /**
     * Whether all changes go through one writer. If true, a transaction over several mailboxes costs no more than one
     * over a single mailbox, and cannot conflict with another. If false, mailboxes may be on different shards, and a
     * transaction changes only one of them.
     */
    boolean hasOneWriter();

    /**
     * Runs a read transaction. All its statements see the same state of the database.
     *
     * @throws DatabaseUnavailable if the database cannot be reached
     */
    <T extends @Nullable Object> T read(Work<T> work);

    /**
     * As {@link #read}, on a connection that does not wait for other readers: for the few short queries that everything
     * else depends on.
     */
    <T extends @Nullable Object> T readApart(Work<T> work);

    /** Whether the last check, at most half a second ago, reached the database. Does not block. */
    boolean isReachable();

    /**
     * Runs a write transaction. When this method returns, the change is on disk. When it throws, nothing has changed,
     * except with {@link OutcomeUnknown}. Exceptions of the work itself are passed on unchanged.
     *
     * @throws OutcomeUnknown if the commit was sent and no response came
     * @throws DatabaseUnavailable if the database cannot be reached
     */
    <T extends @Nullable Object> T write(Work<T> work);

    /** Connections for the job scheduler, which brings its own statements. They share the engine's rules for writers. */
    DataSource jobs();

    /**
     * Removes overwritten and deleted data from the database's own files, as far as the engine can. Backups and other
     * copies are not changed. May take as long as copying the database.
     */
    void scrub();

    /** Finishes the running work and closes all connections. */
    @Override
    void close();
}
