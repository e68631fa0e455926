package dev.postern.workflow.expression;

/** An expression cannot be evaluated with these inputs. The run's history shows the message. */
public final class EvaluationFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EvaluationFailed(String message) {
        super(message);
    }
}
