package dev.postern.store;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database. Every method may be called from any thread and blocks until it has its answer.
 *
 * <p>Statements are plain SQL that both engines take as it stands; the few differences are in this package. Rules for
 * tables and statements: {@code docs/storage.md}.
 */
public interface Database extends AutoCloseable {
    /** Which database this is. */
    Engine engine();

    /**
     * Whether all changes go through one writer, so that a transaction over several mailboxes costs no more than one over one, and
     * nobody can stand in its way. Where it is false, mailboxes may lie apart, and a transaction keeps to one of them.
     */
    boolean hasOneWriter();

    /**
     * Reads. All statements of the work see one state of the database.
     *
     * @throws DatabaseUnavailable when the database cannot be reached
     */
    <T extends @Nullable Object> T read(Work<T> work);

    /** As {@link #read}, on a connection that waits for no other reader: for the few short looks that everything else depends on. */
    <T extends @Nullable Object> T readApart(Work<T> work);

    /** Whether it answered when it was last asked, half a second ago or less. Answers at once. */
    boolean isReachable();

    /**
     * Changes, in one transaction. When this returns, the change is on disk; when it throws, nothing has changed, with the
     * one exception of {@link OutcomeUnknown}. What the work itself throws comes out as it is.
     *
     * @throws OutcomeUnknown when the commit was sent and its answer did not come
     * @throws DatabaseUnavailable when the database cannot be reached
     */
    <T extends @Nullable Object> T write(Work<T> work);

    /** Connections for the job scheduler, which brings its own statements. They share the engine's rules for writers. */
    DataSource jobs();

    /**
     * Leaves no trace in the database's own files of what was overwritten or deleted before, as far as the engine can; back-ups and other
     * copies are not touched. May take as long as copying the database.
     */
    void scrub();

    /** Finishes what is under way and closes every connection. */
    @Override
    void close();
}
