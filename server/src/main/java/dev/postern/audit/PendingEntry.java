package dev.postern.audit;

import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.List;

/**
 * The entry of a decision, to be written in the transaction of the first change that the decision allowed. When nothing is changed, it
 * is appended with {@link Audit#later} instead. Thread-safe.
 */
public final class PendingEntry {
    private final Audit audit;
    private final AuditEntry entry;
    private volatile boolean written;

    public PendingEntry(Audit audit, AuditEntry entry) {
        this.audit = audit;
        this.entry = entry;
    }

    /** Whether a transaction that contains it was committed. */
    public boolean isWritten() {
        return written;
    }

    /** To be called after the commit. */
    public void setWritten() {
        written = true;
    }

    public void append(Sql sql) {
        audit.append(sql, entry);
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
