package dev.postern.workflow.expression;

/** A text that is not an expression, or names a function that does not exist. Found when a definition is saved. */
public final class BadExpression extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadExpression(String message) {
        super(message);
    }
}
