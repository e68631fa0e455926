package dev.postern.workflow.expression;

import tools.jackson.databind.JsonNode;

/** A word of an expression, with the place in the text where it starts and the place behind it. */
sealed interface ExpressionToken {
    int start();

    int end();

    record Name(String text, int start, int end) implements ExpressionToken {}

    record Constant(JsonNode value, int start, int end) implements ExpressionToken {}

    /** One of {@code ( ) [ ] , . ? }} . */
    record Sign(char sign, int start, int end) implements ExpressionToken {}

    record End(int start, int end) implements ExpressionToken {}
}
