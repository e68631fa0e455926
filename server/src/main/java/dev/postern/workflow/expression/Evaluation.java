package dev.postern.workflow.expression;

/** One evaluation: the run it sees, what it may cost, and the text of the whole expression, which its errors quote. */
record Evaluation(EvaluationScope scope, Budget budget, String text) {
    EvaluationFailed failed(String reason) {
        return new EvaluationFailed("The template language expression '" + text + "' cannot be evaluated because "
                + reason + ". Please see https://aka.ms/logicexpressions for usage details.");
    }
}
