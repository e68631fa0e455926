package dev.postern.store;

/**
 * Receives the text of every statement before it is prepared. Tests use it to check all statements against the rules of
 * the schema.
 */
@FunctionalInterface
public interface StatementListener {
    /** Ignores all statements. */
    StatementListener NONE = text -> {};

    void prepared(String text);
}
