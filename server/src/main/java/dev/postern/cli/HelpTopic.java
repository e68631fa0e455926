package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the help that is meant: of a command, of the commands with the same first word, or of a cmdlet. */
final class HelpTopic {
    private static final String SHORT = "-h";
    private static final Set<String> WORDS = Set.of("--help", SHORT, "-?");

    private HelpTopic() {}

    /** Returns whether the word asks for help. */
    static boolean isWord(String word) {
        return WORDS.contains(word);
    }

    /** Returns whether arguments of a command ask for help. Among those of a cmdlet, {@code -h} may be the beginning of a parameter. */
    static boolean isAsked(String word, List<String> arguments) {
        return arguments.equals(List.of(SHORT))
                || arguments.stream()
                        .anyMatch(one -> isWord(one)
                                && !(one.equals(SHORT) && cmdlet(word).isPresent()));
    }

    /** Returns the text for words such as {@code audit verify}; options and further words are ignored. */
    static String of(List<String> given) {
        String word = given.getFirst();
        List<CommandDefinition> group = CommandTable.group(word);
        if (group.isEmpty()) {
            return cmdlet(word).map(CmdletHelp::of).orElseThrow(() -> CommandTable.unknown(word));
        }
        if (group.size() == 1) {
            return CommandHelp.of(group.getFirst());
        }
        return group.stream()
                .filter(command -> given.subList(1, given.size()).contains(command.verb()))
                .findFirst()
                .map(CommandHelp::of)
                .orElseGet(() -> ofGroup(word, group));
    }

    /** The commands with this first word, and how it is used if it is a command itself. */
    private static String ofGroup(String word, List<CommandDefinition> group) {
        String itself = group.stream()
                .filter(command -> command.verb().isEmpty())
                .map(command -> CommandHelp.of(command) + "\n")
                .collect(Collectors.joining());
        return itself + CommandHelp.of(word, group);
    }

    static Optional<Cmdlet> cmdlet(String word) {
        return CmdletTable.exchange()
                .find(word)
                .or(() -> CmdletTable.directory().find(word));
    }
}
