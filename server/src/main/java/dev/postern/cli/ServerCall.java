package dev.postern.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A command on its way to a running server.
 *
 * @param arguments those behind the first word of the command, without the profile
 * @param directory to which file names are relative
 */
record ServerCall(Server server, List<String> arguments, Path directory, PrintStream out, PrintStream err) {
    private static final String WIDENS = "This widens access:";

    /** Prints the output of a command that succeeded. */
    int print(String text) {
        out.print(text);
        return 0;
    }

    int print(JsonNode node) {
        return print(Output.json(node));
    }

    /** Prints the output, and why the command failed if it did. */
    int ended(String printed, String failure, int status) {
        out.print(printed);
        if (!failure.isEmpty()) {
            err.println(Output.printable(failure));
        }
        return status;
    }

    void warn(String text) {
        warn(err, text);
    }

    /** A warning about widened access starts a line, so that people and scripts notice it. */
    static void warn(PrintStream err, String text) {
        err.println((text.startsWith(WIDENS) ? "" : "WARNING: ") + Output.printable(text));
    }
}
