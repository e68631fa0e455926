package dev.postern.workflow.expression;

/** Invalid expression syntax or an unknown function. Thrown when a definition is saved. */
public final class BadExpression extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadExpression(String message) {
        super(message);
    }
}
