package dev.postern.store;

/** Sees the text of every statement before it is prepared. Tests use it to hold all statements to the rules of the schema. */
@FunctionalInterface
public interface StatementListener {
    /** Listens to nothing. */
    StatementListener NONE = text -> {};

    void prepared(String text);
}
