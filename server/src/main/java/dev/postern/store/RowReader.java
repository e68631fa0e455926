package dev.postern.store;

/** Makes a value of the row that the result stands on. */
@FunctionalInterface
public interface RowReader<T> {
    T read(Row row);
}
