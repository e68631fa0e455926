package dev.postern.audit;

import dev.postern.store.Row;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A row as stored, possibly altered: values that cannot be read are null or empty and do not throw.
 *
 * @param entry the entry that {@code text} contains, or null if it contains none
 */
record StoredRow(
        long sequence,
        String text,
        byte[] previous,
        byte[] hash,
        @Nullable Long at,
        @Nullable UUID request,
        @Nullable UUID tenant,
        @Nullable AuditEntry entry) {

    /** @param first the column at which {@link Chain.Place#columns} begins */
    static StoredRow read(Row row, int first) {
        String text = Objects.requireNonNullElse(row.textOrNull(first + 1), "");
        return new StoredRow(
                row.number(first),
                text,
                Objects.requireNonNullElse(row.bytesOrNull(first + 2), new byte[0]),
                Objects.requireNonNullElse(row.bytesOrNull(first + 3), new byte[0]),
                readable(() -> row.number(first + 4)),
                readable(() -> row.uuid(first + 5)),
                readable(() -> row.uuid(first + 6)),
                readable(() -> AuditJson.read(text)));
    }

    private static <T> @Nullable T readable(Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Returns whether the stored hash is that of the text and the stored previous hash. */
    boolean isHashed() {
        return Arrays.equals(hash, ChainHash.of(previous, text));
    }

    /** Returns whether the columns agree with the entry and the row is in the right chain. */
    boolean agreesWithColumns(Chain chain) {
        AuditEntry values = entry;
        return values != null
                && chain.equals(Chain.of(values))
                && Objects.equals(at, values.at().toEpochMilli())
                && Objects.equals(request, values.actor().requestId())
                && Objects.equals(tenant, values.tenant().value());
    }
}
