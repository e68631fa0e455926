package dev.postern.audit;

import dev.postern.store.Pipeline;
import dev.postern.store.Sql;
import java.util.List;

/**
 * The entry of a decision that goes to disk with the first change which the decision allowed, in its transaction. One that changes
 * nothing leaves it to {@link Audit#later}. Thread-safe.
 */
public final class PendingEntry {
    private final Audit audit;
    private final AuditEntry entry;
    private volatile boolean written;

    public PendingEntry(Audit audit, AuditEntry entry) {
        this.audit = audit;
        this.entry = entry;
    }

    /** Whether a transaction with it was committed. */
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

    /** Entries of changes that are made together; none of them written. */
    public static ChainAppend begin(Pipeline pipeline, List<PendingEntry> entries) {
        return entries.isEmpty()
                ? ChainAppend.begin(pipeline, List.of())
                : entries.getFirst()
                        .audit
                        .begin(pipeline, entries.stream().map(one -> one.entry).toList());
    }
}
