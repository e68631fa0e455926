package dev.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Options of the form {@code --name value} or {@code --name=value}, and other words. Unknown options are refused by name.
 */
final class Options {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    private final String command;

    private Options(String command) {
        this.command = command;
    }

    /**
     * Parses the arguments of a command as the table of commands says.
     *
     * @param command its words
     */
    static Options of(String command, List<String> arguments) {
        CommandDefinition definition = CommandTable.of(command);
        return read(command, arguments, definition.valued(), definition.flags());
    }

    private static Options read(String command, List<String> arguments, Set<String> valued, Set<String> flags) {
        Options options = new Options(command);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String written = equals < 0 ? argument : argument.substring(0, equals);
            String name = written.equals(CommandOption.SHORT_FORMAT) ? CommandOption.FORMAT.name() : written;
            if (!name.startsWith("--")) {
                options.words.add(argument);
                continue;
            }
            if (flags.contains(name) && equals < 0) {
                options.put(name, "");
            } else if (name.equals(CommandOption.FORMAT.name())
                    && !valued.contains(name)
                    && flags.contains(CommandOption.JSON.name())) {
                String format =
                        equals >= 0 ? argument.substring(equals + 1) : ++i < arguments.size() ? arguments.get(i) : "";
                onlyJson(argument, format);
                options.put(CommandOption.JSON.name(), "");
            } else if (!valued.contains(name)) {
                throw unknown(argument, valued, flags);
            } else if (equals >= 0) {
                options.put(name, argument.substring(equals + 1));
            } else if (++i < arguments.size()) {
                options.put(name, arguments.get(i));
            } else {
                throw CliFailure.usage("The value of " + name + " is missing.");
            }
        }
        return options;
    }

    /** A command that prints no rows has one other form. */
    private static void onlyJson(String argument, String format) {
        if (!format.equalsIgnoreCase("json")) {
            throw CliFailure.usage(
                    "The value of " + argument + " can only be json for this command, not '" + format + "'.");
        }
    }

    private static CliFailure unknown(String argument, Set<String> valued, Set<String> flags) {
        var names = new TreeSet<>(valued);
        names.addAll(flags);
        return CliFailure.usage("Unknown option " + argument + "." + Suggestion.of(argument, names));
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Returns the value of an option that may be given once. */
    Optional<String> one(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw CliFailure.usage(name + " is given more than once.");
        }
        return given.stream().findFirst();
    }

    /** Returns the words, whose number is limited. The second word of a command is the first of them. */
    List<String> words(int min, int max) {
        if (words.size() < min || words.size() > max) {
            throw usage();
        }
        return List.copyOf(words);
    }

    /** Returns the failure of wrong usage, with the usage of the command. */
    CliFailure usage() {
        return CliFailure.usage(CommandTable.usage(command));
    }

    int port(String name, int min, int otherwise) {
        return one(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535 || Integer.parseInt(text) < min) {
                        throw CliFailure.usage("The value of " + name + " must be a port number from " + min
                                + " to 65535, not '" + text + "'.");
                    }
                    return Integer.parseInt(text);
                })
                .orElse(otherwise);
    }
}
