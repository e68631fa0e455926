package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Options may be in any place, also before the command. */
final class LeadingOptions {
    /** All options with a value, of whatever command. The command itself refuses those that it does not have. */
    private static final Set<String> VALUED = Set.of(
            "--profile",
            "--data",
            "--port",
            "--tls-port",
            "--tls-name",
            "--database",
            "--tenant",
            "--profile-out",
            "--config",
            "--permission",
            "--certificate",
            "--app",
            "--mailbox",
            "--since",
            "--lines",
            "--head",
            "--junit",
            "--out",
            "--url");

    private static final Set<String> FLAGS = Set.of("--json", "--once", "--denied", "--follow", "--all", "--yes");
    /** These are commands. */
    private static final Set<String> COMMANDS = Set.of("--help", "--version");

    private LeadingOptions() {}

    /** Moves the options before the first word behind it. */
    static List<String> moved(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && isOption(arguments.get(at))) {
            at += width(arguments.get(at));
        }
        if (at == 0) {
            return arguments;
        }
        if (at > arguments.size()) {
            throw CliFailure.usage("The value of " + arguments.getLast() + " is missing.");
        }
        if (at == arguments.size()) {
            throw CliFailure.usage("The command is missing. ./postern help lists all commands.");
        }
        List<String> moved = new ArrayList<>();
        moved.add(arguments.get(at));
        moved.addAll(arguments.subList(0, at));
        moved.addAll(arguments.subList(at + 1, arguments.size()));
        return moved;
    }

    private static boolean isOption(String argument) {
        return argument.startsWith("--") && !COMMANDS.contains(argument);
    }

    /** Returns the number of arguments that the option takes, with its name. */
    private static int width(String argument) {
        int equals = argument.indexOf('=');
        if (FLAGS.contains(argument) || (equals > 0 && VALUED.contains(argument.substring(0, equals)))) {
            return 1;
        }
        if (VALUED.contains(argument)) {
            return 2;
        }
        var known = new TreeSet<>(VALUED);
        known.addAll(FLAGS);
        known.addAll(COMMANDS);
        throw CliFailure.usage("Unknown option " + argument + "." + Suggestion.of(argument, known)
                + " ./postern help lists all commands.");
    }
}
