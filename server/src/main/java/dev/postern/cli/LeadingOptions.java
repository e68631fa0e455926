package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Options may be in any place, also before the command. The command itself refuses those that it does not have. */
final class LeadingOptions {
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
        return (argument.startsWith("--") && !COMMANDS.contains(argument))
                || argument.equals(CommandOption.SHORT_FORMAT)
                || argument.startsWith(CommandOption.SHORT_FORMAT + "=");
    }

    /** Returns the number of arguments that the option takes, with its name. */
    private static int width(String argument) {
        int equals = argument.indexOf('=');
        var valued = new TreeSet<>(CommandTable.valued());
        valued.add(CommandOption.SHORT_FORMAT);
        Set<String> flags = CommandTable.flags();
        if (flags.contains(argument) || (equals > 0 && valued.contains(argument.substring(0, equals)))) {
            return 1;
        }
        if (valued.contains(argument)) {
            return 2;
        }
        var known = new TreeSet<>(valued);
        known.addAll(flags);
        known.addAll(COMMANDS);
        throw CliFailure.usage("Unknown option " + argument + "." + Suggestion.of(argument, known)
                + " ./postern help lists all commands.");
    }
}
