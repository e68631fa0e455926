package dev.postern.store;

import org.jspecify.annotations.Nullable;

/** Creates a value from the current row. */
@FunctionalInterface
public interface RowReader<T extends @Nullable Object> {
    T read(Row row);
}
