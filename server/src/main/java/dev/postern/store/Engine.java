package dev.postern.store;

/** The two databases Postern runs on. */
public enum Engine {
    SQLITE,
    POSTGRES
}
