package dev.postern.store;

/** The two database products that Postern supports. */
public enum Engine {
    SQLITE,
    POSTGRES
}
