package dev.postern.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command: everything that help, completion and the parser know about it.
 *
 * @param words one or two words, such as {@code audit verify}
 * @param synopsis what follows the words, one line for each way to use the command
 * @param purpose what it does, without a full stop
 * @param example a line that works, behind {@code ./postern}
 */
record CommandDefinition(
        String words,
        String synopsis,
        String purpose,
        String example,
        List<CommandOption> options,
        CommandAction action) {
    CommandDefinition {
        options = List.copyOf(options);
    }

    /** A command that the process executes itself. */
    static CommandDefinition ofProcess(
            String words,
            String synopsis,
            String purpose,
            String example,
            List<CommandOption> options,
            Function<List<String>, Command> reader) {
        return new CommandDefinition(words, synopsis, purpose, example, options, new CommandAction.OfProcess(reader));
    }

    /** A command for a running server. */
    static CommandDefinition onServer(
            String words,
            String synopsis,
            String purpose,
            String example,
            List<CommandOption> options,
            ToIntFunction<ServerCall> run) {
        return new CommandDefinition(
                words, synopsis, purpose, example, withProfile(options), new CommandAction.OnServer(run));
    }

    /** A command that needs a profile. */
    static CommandDefinition onProfile(
            String words,
            String synopsis,
            String purpose,
            String example,
            List<CommandOption> options,
            ToIntFunction<ProfileCall> run) {
        return new CommandDefinition(
                words, synopsis, purpose, example, withProfile(options), new CommandAction.OnProfile(run));
    }

    private static List<CommandOption> withProfile(List<CommandOption> options) {
        return Stream.concat(options.stream(), Stream.of(CommandOption.PROFILE)).toList();
    }

    /** Returns the first word. */
    String word() {
        return words.split(" ", 2)[0];
    }

    /** Returns the second word; empty if there is only one. */
    String verb() {
        return words.substring(word().length()).strip();
    }

    /** Returns the names of the options with a value. */
    Set<String> valued() {
        return names(true);
    }

    /** Returns the names of the options without a value. */
    Set<String> flags() {
        return names(false);
    }

    private Set<String> names(boolean withValue) {
        return options.stream()
                .filter(option -> option.hasValue() == withValue)
                .map(CommandOption::name)
                .collect(Collectors.toSet());
    }

    /** Returns the fixed values of the first argument, such as {@code bash|zsh}; empty if there are none. */
    List<String> choices() {
        String first = synopsis.split("[ \n]", 2)[0];
        return first.matches("[a-z]+(\\|[a-z]+)+") ? List.of(first.split("\\|")) : List.of();
    }

    /** Returns the ways to use it, as they are typed. */
    List<String> lines() {
        return synopsis.isEmpty()
                ? List.of("./postern " + words)
                : synopsis.lines()
                        .map(line -> "./postern " + words + " " + line)
                        .toList();
    }
}
