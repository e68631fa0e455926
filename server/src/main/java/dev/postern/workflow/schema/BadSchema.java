package dev.postern.workflow.schema;

/** A schema that cannot be used. */
public final class BadSchema extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadSchema(String message) {
        super(message);
    }
}
