package dev.postern.audit;

import dev.postern.store.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in a chain and the hash there: the head, or the checkpoint up to which rows were removed.
 *
 * @param cutoff for a checkpoint, the time before which the removed rows were written
 */
record Link(long sequence, byte[] hash, @Nullable Instant cutoff) {
    /** Before the first row of a chain of which nothing was removed. */
    static Link beginning() {
        return new Link(0, ChainHash.beginning(), null);
    }

    static Link head(Row row) {
        return new Link(row.number(1), row.bytes(2), null);
    }

    static Link checkpoint(Row row) {
        return new Link(row.number(1), row.bytes(2), row.time(3));
    }
}
