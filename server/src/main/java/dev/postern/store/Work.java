package dev.postern.store;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work inside one transaction. It may be run again from the start after a conflict, and its effects vanish when
 * it throws: so it changes nothing but the database.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T run(Sql sql);
}
