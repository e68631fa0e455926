package dev.postern.exchange.opath;

/** A word of a filter. */
sealed interface Token {
    record Open() implements Token {}

    record Close() implements Token {}

    /** A property, or text that should have been quoted. */
    record Word(String text) implements Token {}

    /** What begins with a hyphen, in lower case, without it. */
    record Operator(String name) implements Token {}

    record Quoted(String text) implements Token {}

    record Digits(String digits) implements Token {}

    /** {@code $true}, {@code $false}, {@code $null}, in lower case, without the dollar. */
    record Variable(String name) implements Token {}

    /** After the last word. */
    record End() implements Token {}
}
