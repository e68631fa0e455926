package dev.postern.opath;

/** A token of a filter. */
sealed interface OpathToken {
    record Open() implements OpathToken {}

    record Close() implements OpathToken {}

    /** A property, or text that should have been quoted. */
    record Word(String text) implements OpathToken {}

    /** A word that begins with a hyphen, in lower case, without the hyphen. */
    record Operator(String name) implements OpathToken {}

    record Quoted(String text) implements OpathToken {}

    record Digits(String digits) implements OpathToken {}

    /** {@code $true}, {@code $false}, {@code $null}, in lower case, without the dollar. */
    record Variable(String name) implements OpathToken {}

    /** The end of the filter. */
    record End() implements OpathToken {}
}
