package dev.postern.workflow.expression;

import tools.jackson.databind.JsonNode;

/** A token of an expression, with its start and end (exclusive) in the text. */
sealed interface ExpressionToken {
    int start();

    int end();

    record Name(String text, int start, int end) implements ExpressionToken {}

    record Constant(JsonNode value, int start, int end) implements ExpressionToken {}

    /** One of {@code ( ) [ ] , . ? }} . */
    record Sign(char sign, int start, int end) implements ExpressionToken {}

    record End(int start, int end) implements ExpressionToken {}
}
