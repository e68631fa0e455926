package dev.postern.exchange;

/** Optional texts that may not be taken away. */
final class OptionalTexts {
    private OptionalTexts() {}

    /** The text that was given; {@code $null} is refused. */
    static String given(CmdletArguments arguments, String name) {
        String text = arguments.text(name);
        if (text == null) {
            throw CmdletFailures.empty(name, "null");
        }
        return text;
    }

    /** The text that was given, or the other one when nothing was. */
    static String or(CmdletArguments arguments, String name, String otherwise) {
        return arguments.has(name) ? given(arguments, name) : otherwise;
    }
}
