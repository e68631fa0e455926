package dev.postern.graph.odata;

import dev.postern.query.Literal;

/** A token of a filter. */
sealed interface FilterToken {
    int position();

    /** A name, an operator spelled as one, or {@code $count}; type names contain dots. */
    record Name(String text, int position) implements FilterToken {}

    /**
     * @param edmType its name in errors
     */
    record Constant(Literal literal, String edmType, int position) implements FilterToken {}

    /** {@code microsoft.graph.importance'high'} */
    record TypedText(String type, String text, int position) implements FilterToken {}

    record Sign(char sign, int position) implements FilterToken {}

    record End(int position) implements FilterToken {}
}
