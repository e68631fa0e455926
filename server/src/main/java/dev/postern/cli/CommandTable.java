package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of all commands except the cmdlets. Help, completion, suggestions, and the reading of options are made from it, so a new command
 * is one entry: in {@link ServerCommands} if it calls a running server, in {@link WorkflowCommands} if it is about workflows, in {@link DevelopCommands} if only a server in developer mode accepts
 * it, otherwise in {@link ProcessCommands} or {@link OperatorCommands}.
 */
final class CommandTable {
    private static final List<CommandDefinition> ALL = Stream.of(
                    ProcessCommands.all(), OperatorCommands.all(), ServerCommands.all(), DevelopCommands.all())
            .flatMap(List::stream)
            .toList();

    private CommandTable() {}

    /** A command, and the arguments behind its first word, with the second word first if it has one. */
    record Found(CommandDefinition definition, List<String> arguments) {}

    static List<CommandDefinition> all() {
        return ALL;
    }

    /** Returns the commands with this first word. */
    static List<CommandDefinition> group(String word) {
        return ALL.stream().filter(one -> one.word().equals(word)).toList();
    }

    static CommandDefinition of(String words) {
        return ALL.stream()
                .filter(one -> one.words().equals(words))
                .findFirst()
                .orElseThrow(() -> CliFailure.usage("Unknown command '" + words + "'."));
    }

    /**
     * Finds the command of arguments whose first word is a command's.
     *
     * @param rest the arguments behind this word
     */
    static Found find(String word, List<String> rest) {
        List<CommandDefinition> group = group(word);
        if (group.size() == 1 && group.getFirst().verb().isEmpty()) {
            return new Found(group.getFirst(), rest);
        }
        if (LeadingOptions.areAll(rest)) {
            for (CommandDefinition alone : group) {
                if (alone.verb().isEmpty()) {
                    return new Found(alone, rest);
                }
            }
        }
        List<String> moved = rest.isEmpty() ? rest : LeadingOptions.moved(rest);
        String verb = moved.isEmpty() ? "" : moved.getFirst();
        return group.stream()
                .filter(one -> one.verb().equals(verb))
                .findFirst()
                .map(definition -> new Found(definition, moved))
                .orElseThrow(() -> wrongVerb(word, verb));
    }

    private static CliFailure wrongVerb(String word, String verb) {
        if (verb.isEmpty()) {
            return CliFailure.usage(usage(word));
        }
        List<String> known = group(word).stream().map(CommandDefinition::words).toList();
        return CliFailure.usage("Unknown command '" + word + " " + verb + "'." + Suggestion.of(word + " " + verb, known)
                + " " + usage(word));
    }

    /** Returns the text for wrong usage of a command, or of all commands with this first word. */
    static String usage(String words) {
        List<String> lines = new ArrayList<>(ALL.stream()
                .filter(one -> one.words().equals(words) || one.word().equals(words))
                .flatMap(one -> one.lines().stream())
                .toList());
        int last = lines.size() - 1;
        if (last > 0) {
            lines.set(last, "or " + lines.get(last));
        }
        return "Usage: " + String.join(", ", lines);
    }

    /** The failure for a word that begins no command. */
    static CliFailure unknown(String word) {
        var known = new TreeSet<>(words());
        known.add("--version");
        Stream.of(CmdletTable.exchange(), CmdletTable.directory())
                .flatMap(table -> table.all().stream())
                .map(Cmdlet::name)
                .forEach(known::add);
        return CliFailure.usage(
                "Unknown command '" + word + "'." + Suggestion.of(word, known) + " ./postern help lists all commands.");
    }

    /** Returns every word with which a command line may begin, and the commands of two words. */
    static Set<String> words() {
        return ALL.stream().flatMap(one -> Stream.of(one.word(), one.words())).collect(Collectors.toSet());
    }

    /** Returns the options with a value, of any command. */
    static Set<String> valued() {
        return names(CommandOption::hasValue);
    }

    /** Returns the options without a value, of any command. */
    static Set<String> flags() {
        return names(option -> !option.hasValue());
    }

    private static Set<String> names(Predicate<CommandOption> which) {
        return ALL.stream()
                .flatMap(one -> one.options().stream())
                .filter(which)
                .map(CommandOption::name)
                .collect(Collectors.toSet());
    }
}
