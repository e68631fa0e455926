package dev.postern.store;

import java.util.regex.Pattern;

/**
 * A column that holds one property of the document, written with the document.
 *
 * @param name as the statement names it, with the alias of its table if it has one
 * @param nullable false only if every row has a value; it spares the sort a clause that would hide an index
 */
public record Column(String name, Kind kind, boolean nullable) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?");

    public Column {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a column name");
        }
    }

    public Column(String name, Kind kind) {
        this(name, kind, true);
    }

    /**
     * The content of the column. On PostgreSQL, text columns are declared {@code collate "C"}, which is the order of
     * SQLite.
     */
    public enum Kind {
        /** Unchanged text, for opaque ids. */
        EXACT,
        /** Text folded by {@link dev.postern.query.Folding#fold}. */
        FOLDED,
        /** An inner id, which can only be equal or not. */
        UUID,
        /** {@code boolean} on PostgreSQL, 0 and 1 on SQLite. */
        BOOLEAN,
        /** A whole number. */
        NUMBER,
        /** A point in time, in units of this size since 1970, rounded down. */
        SECONDS,
        MILLIS,
        MICROS,
        TICKS
    }
}
