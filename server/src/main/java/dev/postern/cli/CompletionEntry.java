package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletParameter;
import dev.postern.cmdlet.CmdletTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What can follow the words of a command line.
 *
 * @param key the words of a command, or the name of a cmdlet, in lower case
 * @param purpose of the command
 * @param words the possible words
 * @param options the options or parameters, each with its fixed values, with {@link #FILE}, {@link #ANY} or without a value
 */
record CompletionEntry(String key, String purpose, List<String> words, Map<String, List<String>> options) {
    /** The value of an option is the name of a file or a directory. */
    static final List<String> FILE = List.of("FILE");
    /** The value of an option is not known beforehand. */
    static final List<String> ANY = List.of("ANY");

    /** Everything: the words at the beginning under an empty key, the groups, the commands, the cmdlets. */
    static List<CompletionEntry> all() {
        List<CompletionEntry> all = new ArrayList<>();
        List<String> first = Stream.concat(
                        CommandTable.all().stream().map(CommandDefinition::word),
                        cmdlets().map(Cmdlet::name))
                .distinct()
                .sorted(Comparator.comparing(name -> name.toLowerCase(Locale.ROOT)))
                .toList();
        all.add(new CompletionEntry(
                "", "", first, Map.of("--profile", FILE, "--help", List.of(), "--version", List.of())));
        for (String word : first) {
            List<CommandDefinition> group = CommandTable.group(word);
            if (group.size() > 1
                    || (group.size() == 1 && !group.getFirst().verb().isEmpty())) {
                all.add(new CompletionEntry(
                        word, "", group.stream().map(CommandDefinition::verb).toList(), Map.of()));
            }
            group.forEach(command -> all.add(of(command, first)));
        }
        cmdlets().map(CompletionEntry::of).forEach(all::add);
        return all;
    }

    private static Stream<Cmdlet> cmdlets() {
        return Stream.of(CmdletTable.exchange(), CmdletTable.directory()).flatMap(table -> table.all().stream());
    }

    private static CompletionEntry of(CommandDefinition command, List<String> first) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        command.options().forEach(option -> {
            List<String> values = values(option);
            options.put(option.name(), values);
            if (option.equals(CommandOption.FORMAT)) {
                options.put(CommandOption.SHORT_FORMAT, values);
            }
        });
        options.put("--help", List.of());
        return new CompletionEntry(
                command.words(),
                command.purpose(),
                command.words().equals("help") ? first : command.choices(),
                options);
    }

    private static List<String> values(CommandOption option) {
        if (!option.hasValue()) {
            return List.of();
        }
        if (!option.choices().isEmpty()) {
            return option.choices();
        }
        return List.of("FILE", "DIR", "PEM", "OUT").contains(option.value()) ? FILE : ANY;
    }

    private static CompletionEntry of(Cmdlet cmdlet) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (CmdletParameter parameter : cmdlet.parameters()) {
            options.put("-" + parameter.name(), values(parameter));
        }
        options.put("--json", List.of());
        options.put(CommandOption.SHORT_FORMAT, CommandOption.FORMAT.choices());
        options.put(CommandOption.FORMAT.name(), CommandOption.FORMAT.choices());
        options.put(CommandOption.PROFILE.name(), FILE);
        if (cmdlet.writes()) {
            options.put("--all", List.of());
        }
        options.put("--help", List.of());
        return new CompletionEntry(cmdlet.name().toLowerCase(Locale.ROOT), "", List.of(), options);
    }

    private static List<String> values(CmdletParameter parameter) {
        return switch (parameter.kind()) {
            case SWITCH -> List.of();
            case BOOL -> List.of("true", "false");
            case CHOICE, CHOICES -> parameter.choices();
            case TEXT -> parameter.choices().isEmpty() ? ANY : parameter.choices();
            case TEXTS, COUNT, NUMBER, ADDRESSES, JSON -> ANY;
        };
    }
}
