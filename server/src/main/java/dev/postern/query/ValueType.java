package dev.postern.query;

/** How a value is read and compared. A value of another JSON type counts as missing. */
public enum ValueType {
    /** A string, compared without regard to case, see {@link Folding}. */
    TEXT,
    /** A string, compared character by character: opaque ids. */
    EXACT,
    BOOLEAN,
    /** Any number, compared by its exact value. */
    NUMBER,
    /** Any number, compared as a double. */
    REAL,
    /** A string that holds a point in time; without an offset it is UTC. */
    INSTANT
}
