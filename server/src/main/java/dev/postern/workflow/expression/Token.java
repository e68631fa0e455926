package dev.postern.workflow.expression;

import tools.jackson.databind.JsonNode;

/** A word of an expression, with the place in the text where it starts and the place behind it. */
sealed interface Token {
    int start();

    int end();

    record Name(String text, int start, int end) implements Token {}

    record Constant(JsonNode value, int start, int end) implements Token {}

    /** One of {@code ( ) [ ] , . ? }} . */
    record Sign(char sign, int start, int end) implements Token {}

    record End(int start, int end) implements Token {}
}
