package dev.postern.workflow.schema;

/**
 * A part of a value that does not match its schema.
 *
 * @param pointer the JSON pointer of the part; empty for the whole value
 */
public record Mistake(String pointer, String message) {}
