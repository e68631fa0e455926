package dev.postern.exchange;

/** Optional text parameters that cannot be set to {@code $null}. */
final class OptionalTexts {
    private OptionalTexts() {}

    /** Returns the given text; refuses {@code $null}. */
    static String given(CmdletArguments arguments, String name) {
        String text = arguments.text(name);
        if (text == null) {
            throw CmdletFailures.empty(name, "null");
        }
        return text;
    }

    /** Returns the given text, or the default if none was given. */
    static String or(CmdletArguments arguments, String name, String otherwise) {
        return arguments.has(name) ? given(arguments, name) : otherwise;
    }
}
