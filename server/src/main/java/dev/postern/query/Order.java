package dev.postern.query;

import java.util.List;

/**
 * One key of a sort. Missing values sort first, or last when descending.
 *
 * @param ranking for enumerations the names in the order of their values; a value that is not listed sorts like a missing
 *     one. Empty for every other type.
 */
public record Order(Path path, ValueType type, boolean descending, List<String> ranking) {
    public Order {
        ranking = List.copyOf(ranking);
    }

    public Order(Path path, ValueType type, boolean descending) {
        this(path, type, descending, List.of());
    }
}
