package dev.postern.console.workflow;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands that do the same as the pages. */
final class Commands {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    private Commands() {}

    /** A command about workflows; empty for a workflow that the command line does not address. */
    static String of(Place place, String verb, String... words) {
        return place.isUsual()
                ? "./postern workflow " + verb + " "
                        + Arrays.stream(words).map(Commands::quoted).collect(Collectors.joining(" "))
                : "";
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
