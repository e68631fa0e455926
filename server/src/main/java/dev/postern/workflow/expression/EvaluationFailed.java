package dev.postern.workflow.expression;

/** An expression has no value with these inputs. The message is what the run's history shows. */
public final class EvaluationFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EvaluationFailed(String message) {
        super(message);
    }
}
