package dev.postern.graph.odata;

import dev.postern.query.Literal;

/** A word of a filter. */
sealed interface FilterToken {
    int position();

    /** A name, an operator that is spelled as one, or {@code $count}; type names hold dots. */
    record Name(String text, int position) implements FilterToken {}

    /** @param edmType as errors name it */
    record Constant(Literal literal, String edmType, int position) implements FilterToken {}

    /** {@code microsoft.graph.importance'high'} */
    record TypedText(String type, String text, int position) implements FilterToken {}

    record Sign(char sign, int position) implements FilterToken {}

    record End(int position) implements FilterToken {}
}
