package dev.postern.exchange;

import dev.postern.calendar.ZoneNames;

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

    /** Returns the given name of a time zone as it was given; refuses a name that no zone has. */
    static String timeZone(CmdletArguments arguments, String name) {
        String zone = given(arguments, name);
        if (ZoneNames.find(zone).isEmpty()) {
            throw CmdletFailures.invalid("\"" + zone + "\" is not the name of a time zone.");
        }
        return zone;
    }

    /** Returns the given text, or the default if none was given. */
    static String or(CmdletArguments arguments, String name, String otherwise) {
        return arguments.has(name) ? given(arguments, name) : otherwise;
    }
}
