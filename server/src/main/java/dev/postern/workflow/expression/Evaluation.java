package dev.postern.workflow.expression;

/** One evaluation: the data of the run, the limits, and the text of the expression, which error messages quote. */
record Evaluation(EvaluationScope scope, Budget budget, String text) {
    EvaluationFailed failed(String reason) {
        return new EvaluationFailed("The template language expression '" + text + "' cannot be evaluated because "
                + reason + ". Please see https://aka.ms/logicexpressions for usage details.");
    }
}
