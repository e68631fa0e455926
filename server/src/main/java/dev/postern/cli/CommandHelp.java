package dev.postern.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@code COMMAND --help}, from the table of commands. */
final class CommandHelp {
    private CommandHelp() {}

    static String of(CommandDefinition command) {
        StringBuilder text = new StringBuilder();
        text.append(sentence(command.purpose())).append("\n\n");
        command.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        if (!command.options().isEmpty()) {
            text.append("\nOptions:\n");
            int width = command.options().stream()
                    .mapToInt(option -> option.written().length())
                    .max()
                    .orElse(0);
            command.options().stream()
                    .sorted(Comparator.comparing(CommandOption::name))
                    .forEach(option -> text.append(row(option.written(), width, option.purpose())));
        }
        return text.append("\nExample:\n  ./postern ")
                .append(command.example())
                .append('\n')
                .toString();
    }

    /** The commands that begin with the same word. */
    static String of(String word, List<CommandDefinition> group) {
        return "./postern " + word + " is followed by one of:\n\n" + list(group) + "\n./postern " + word
                + " COMMAND --help shows more.\n";
    }

    /** A line for each command, with its purpose. */
    static String list(List<CommandDefinition> commands) {
        int width = commands.stream()
                .mapToInt(command -> command.words().length())
                .max()
                .orElse(0);
        return commands.stream()
                .map(command -> row(command.words(), width, command.purpose()))
                .collect(Collectors.joining());
    }

    static String row(String left, int width, String right) {
        return "  " + left + " ".repeat(width - left.length() + 2) + right + "\n";
    }

    static String sentence(String purpose) {
        return purpose.substring(0, 1).toUpperCase(Locale.ROOT) + purpose.substring(1) + ".";
    }
}
