package dev.postern.audit;

import dev.postern.store.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sequence number in a chain and the hash there: the head, or the checkpoint up to which rows were removed.
 *
 * @param cutoff for a checkpoint, the removed rows were written before this time
 */
record Link(long sequence, byte[] hash, @Nullable Instant cutoff) {
    /** The start of a chain from which nothing was removed. */
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
