package dev.postern.workflow.schema;

/** The validation of a value was stopped because it exceeds the limits. The value may be valid or not. */
public final class ValidationTooCostly extends RuntimeException {
    private static final long serialVersionUID = 1;

    ValidationTooCostly() {
        super("The validation against the schema takes too many steps.");
    }
}
