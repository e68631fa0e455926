package dev.postern.query;

/** How a value is read and compared. A value of another JSON type is treated as missing. */
public enum ValueType {
    /** A string, compared without regard to case; see {@link Folding}. */
    TEXT,
    /** A string, compared with regard to case, such as an opaque id. */
    EXACT,
    BOOLEAN,
    /** Any number, compared by its exact value. */
    NUMBER,
    /** Any number, compared as a double. */
    REAL,
    /** A string that contains a point in time; without an offset it is UTC. */
    INSTANT
}
