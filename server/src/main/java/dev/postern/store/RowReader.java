package dev.postern.store;

import org.jspecify.annotations.Nullable;

/** Makes a value of the row that the result stands on. */
@FunctionalInterface
public interface RowReader<T extends @Nullable Object> {
    T read(Row row);
}
