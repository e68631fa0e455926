package dev.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a cmdlet: options with two hyphens and {@code -o} in any place, and the parameters.
 *
 * @param format what {@code -o} or {@code --json} asks for
 * @param all whether -WhatIf lists all rows
 */
record CmdletLine(List<String> parameters, Optional<String> profile, Optional<OutputFormat> format, boolean all) {
    static CmdletLine read(List<String> arguments) {
        List<String> parameters = new ArrayList<>(arguments);
        boolean json = parameters.remove(CommandOption.JSON.name());
        boolean all = parameters.remove("--all");
        Optional<String> profile = take(parameters, CommandOption.PROFILE.name());
        Optional<String> shortFormat = take(parameters, CommandOption.SHORT_FORMAT);
        Optional<String> longFormat = take(parameters, CommandOption.FORMAT.name());
        if (shortFormat.isPresent() && longFormat.isPresent()) {
            throw CliFailure.usage(CommandOption.FORMAT.name() + " is given more than once.");
        }
        return new CmdletLine(parameters, profile, OutputFormat.chosen(shortFormat.or(() -> longFormat), json), all);
    }

    /** Removes and returns {@code --name VALUE} or {@code --name=VALUE}. */
    private static Optional<String> take(List<String> arguments, String name) {
        @Nullable String value = null;
        for (int at = 0; at < arguments.size(); ) {
            String argument = arguments.get(at);
            if (!argument.equals(name) && !argument.startsWith(name + "=")) {
                at++;
                continue;
            }
            if (value != null) {
                throw CliFailure.usage(name + " is given more than once.");
            }
            arguments.remove(at);
            if (!argument.equals(name)) {
                value = argument.substring(name.length() + 1);
            } else if (at < arguments.size()) {
                value = arguments.remove(at);
            } else {
                throw CliFailure.usage("The value of " + name + " is missing.");
            }
        }
        return Optional.ofNullable(value);
    }
}
