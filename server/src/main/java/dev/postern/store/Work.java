package dev.postern.store;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work inside one transaction. It may be repeated from the start after a conflict, and its changes are undone
 * when it throws. It must therefore change nothing but the database.
 *
 * @param <T> the type of its result
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T run(Sql sql);
}
