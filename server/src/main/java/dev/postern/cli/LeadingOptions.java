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
            at += knownWidth(arguments.get(at));
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

    /** Returns whether there are only options, each with its value. */
    static boolean areAll(List<String> arguments) {
        int at = 0;
        while (at < arguments.size() && isOption(arguments.get(at))) {
            at += Math.max(1, width(arguments.get(at)));
        }
        return at >= arguments.size();
    }

    /** Removes the profile, for commands that call no server. */
    static List<String> withoutProfile(List<String> arguments) {
        String name = CommandOption.PROFILE.name();
        List<String> others = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals(name)) {
                at++;
            } else if (!argument.startsWith(name + "=")) {
                others.add(argument);
            }
        }
        return others;
    }

    private static int knownWidth(String argument) {
        int width = width(argument);
        if (width > 0) {
            return width;
        }
        var known = new TreeSet<>(CommandTable.valued());
        known.add(CommandOption.SHORT_FORMAT);
        known.addAll(CommandTable.flags());
        known.addAll(COMMANDS);
        throw CliFailure.usage("Unknown option " + argument + "." + Suggestion.of(argument, known)
                + " ./postern help lists all commands.");
    }

    /** Returns the number of arguments that the option takes, with its name; 0 if no command has it. */
    private static int width(String argument) {
        int equals = argument.indexOf('=');
        var valued = new TreeSet<>(CommandTable.valued());
        valued.add(CommandOption.SHORT_FORMAT);
        if (CommandTable.flags().contains(argument) || (equals > 0 && valued.contains(argument.substring(0, equals)))) {
            return 1;
        }
        return valued.contains(argument) ? 2 : 0;
    }
}
