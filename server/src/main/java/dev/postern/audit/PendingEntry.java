package dev.postern.audit;

import dev.postern.store.Database;
import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import dev.postern.store.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a decision, to be written in the transaction of the first change that the decision allowed. When nothing is changed, it
 * is appended with {@link Audit#later} instead. Thread-safe.
 */
public final class PendingEntry implements AutoCloseable {
    private final Audit audit;
    private volatile AuditEntry entry;
    private volatile boolean written;

    public PendingEntry(Audit audit, AuditEntry entry) {
        this.audit = audit;
        this.entry = entry;
    }

    /** Adds a sentence to the explanation. To be called before the change. */
    public void explain(String sentence) {
        entry = entry.explainedBy(sentence);
    }

    /** Whether a transaction that contains it was committed. */
    public boolean isWritten() {
        return written;
    }

    /** To be called after the commit. */
    public void setWritten() {
        written = true;
    }

    /** Returns the entry as it is now. */
    public AuditEntry entry() {
        return entry;
    }

    public void append(Sql sql) {
        audit.append(sql, entry);
    }

    /** Runs a write transaction, which also writes the entry if none before it did. Nothing is changed if the entry cannot be written. */
    public <T extends @Nullable Object> T write(Database database, Work<T> work) {
        if (written) {
            return database.write(work);
        }
        T result = database.write(sql -> {
            T done = work.run(sql);
            append(sql);
            return done;
        });
        written = true;
        return result;
    }

    /** Returns who requested the operation. */
    public Actor actor() {
        return entry.actor();
    }

    /** Ends the request: the entry is appended soon if no change has committed with it. */
    @Override
    public void close() {
        if (!written) {
            audit.later(entry);
            written = true;
        }
    }

    /** Begins to append the entries of changes that share a transaction. */
    public static ChainAppend begin(Pipeline pipeline, List<PendingEntry> entries) {
        return entries.isEmpty()
                ? ChainAppend.begin(pipeline, List.of())
                : entries.getFirst()
                        .audit
                        .begin(pipeline, entries.stream().map(one -> one.entry).toList());
    }
}
