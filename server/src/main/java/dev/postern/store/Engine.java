package dev.postern.store;

/** The databases that are served. */
public enum Engine {
    SQLITE,
    POSTGRES
}
