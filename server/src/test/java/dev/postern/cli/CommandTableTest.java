package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletNote;
import dev.postern.cmdlet.CmdletNotes;
import dev.postern.cmdlet.CmdletParameter;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.ApplicationRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The tables of commands and cmdlets, and the help that is made from them. */
class CommandTableTest {
    /** Not in every synopsis: they are accepted by whole groups of commands. */
    private static final Set<String> UNWRITTEN = Set.of("--json", "--profile", "--output");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    static List<CommandDefinition> commands() {
        return CommandTable.all();
    }

    static List<Cmdlet> cmdlets() {
        return Stream.of(CmdletTable.exchange(), CmdletTable.directory())
                .flatMap(table -> table.all().stream())
                .toList();
    }

    /** As a shell splits the examples. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(Stream.of(matcher.group(1), matcher.group(2), matcher.group(3))
                    .filter(one -> one != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theEntryOfACommandIsConsistent(CommandDefinition command) {
        Set<String> written = new TreeSet<>();
        Pattern.compile("--[a-z-]+").matcher(command.synopsis()).results().forEach(one -> written.add(one.group()));
        Set<String> declared = new TreeSet<>(command.valued());
        declared.addAll(command.flags());
        assertTrue(declared.containsAll(written), command.words() + " has " + declared);
        declared.removeAll(UNWRITTEN);
        assertTrue(written.containsAll(declared), command.words() + " shows " + written);
        assertEquals(command.synopsis().contains("-o FORMAT"), command.valued().contains("--output"), command.words());
        assertFalse(command.purpose().endsWith("."), command.purpose());

        List<String> example = words(command.example());
        assertTrue(command.example().startsWith(command.words()), command.example());
        Command read = Command.read(example);
        assertFalse(read instanceof Command.Unusable, () -> command.example() + ": " + read);
        Options.of(command.words(), example.subList(command.words().split(" ").length, example.size()));
        assertEquals(
                1,
                CommandTable.all().stream()
                        .filter(one -> one.words().equals(command.words()))
                        .count());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(CommandDefinition command) {
        List<String> line = new ArrayList<>(List.of(command.words().split(" ")));
        line.add("--help");
        String text =
                assertInstanceOf(Command.Printed.class, Command.read(line)).text();
        command.lines().forEach(one -> assertTrue(text.contains(one), text));
        command.options().forEach(option -> assertTrue(text.contains(option.name()), text));
        assertTrue(text.contains("./postern " + command.example()), text);
        assertTrue(Usage.text().contains("  " + command.words() + " "), command.words());
        if (!command.words().equals("help")) {
            List<String> help = new ArrayList<>(List.of("help"));
            help.addAll(List.of(command.words().split(" ")));
            assertEquals(new Command.Printed(text), Command.read(help));
        }
    }

    @ParameterizedTest
    @MethodSource("cmdlets")
    void everyCmdletHasHelpWithAnExampleThatIsParsed(Cmdlet cmdlet) {
        CmdletNote note = CmdletNotes.read().of(cmdlet);
        List<String> example = words(note.example());
        assertEquals(cmdlet.name(), example.getFirst());
        assertInstanceOf(Command.Remote.class, Command.read(example));
        ObjectNode given = CmdletSyntax.read(cmdlet, example.subList(1, example.size()), Path.of("."));
        String set = cmdlet.sets().stream()
                .filter(one -> given.propertyNames().stream()
                        .allMatch(name -> cmdlet.parameter(name).orElseThrow().isIn(one)))
                .filter(one -> cmdlet.parameters().stream()
                        .filter(parameter -> parameter.required() && parameter.isIn(one))
                        .allMatch(parameter -> given.has(parameter.name())))
                .findFirst()
                .orElse("none");
        assertFalse(set.equals("none"), () -> note.example() + " lacks a required parameter");
        assertEquals(cmdlet.writes() && note.columns().isEmpty(), note.columns().isEmpty(), cmdlet.name());

        String text = assertInstanceOf(
                        Command.Printed.class,
                        Command.read(List.of("help", cmdlet.name().toLowerCase(Locale.ROOT))))
                .text();
        for (CmdletParameter parameter : cmdlet.parameters()) {
            assertTrue(text.contains("\n    -" + parameter.name() + " "), text);
            parameter.choices().forEach(choice -> assertTrue(text.contains(choice), choice));
        }
        assertTrue(text.contains("./postern " + note.example()), text);
        for (String word : List.of("--help", "-?", "-h")) {
            assertEquals(new Command.Printed(text), Command.read(List.of(cmdlet.name(), word)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"New-ManagementRoleAssignment", "Get-ManagementRoleAssignment"})
    void helpListsTheApplicationRoles(String name) {
        CmdletParameter role = CmdletTable.exchange()
                .find(name)
                .orElseThrow()
                .parameter("Role")
                .orElseThrow();
        assertEquals(new TreeSet<>(ApplicationRoles.names()), new TreeSet<>(role.choices()));
        assertEquals(ApplicationRoles.names().size(), role.choices().size());
    }

    @Test
    void theDocumentationListsWhatHasFormats() throws IOException {
        String page = Files.readString(Path.of("../docs/command-line.md"));
        String output = page.substring(page.indexOf("## Output"), page.indexOf("## Completion"));
        String first = output.substring(0, output.indexOf("| Format"));
        for (CommandDefinition command : commands()) {
            boolean formats = command.valued().contains(CommandOption.FORMAT.name());
            assertEquals(formats, first.contains("`" + command.words() + "`"), command::words);
            assertTrue(!formats || output.indexOf("`" + command.words() + "`", first.length()) > 0, command::words);
        }
    }

    @Test
    void helpOfACmdletHasTheFormOfGetHelp() {
        String text = assertInstanceOf(
                        Command.Printed.class, Command.read(List.of("help", "Set-ApplicationAccessPolicy")))
                .text();
        assertTrue(
                text.contains("Set-ApplicationAccessPolicy [-Identity] <String> [-Description <String>] [-WhatIf]"
                        + " [-Confirm]"),
                text);
        assertTrue(text.contains("-Identity     required, position 1, <String>"), text);
        String mailbox = assertInstanceOf(Command.Printed.class, Command.read(List.of("New-Mailbox", "--help")))
                .text();
        assertTrue(mailbox.contains("New-Mailbox [-Name] <String> -Shared [-DisplayName <String>]"), mailbox);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        help|nonsense ~ Unknown command 'nonsense'.
        help|Get-Mailbx ~ Did you mean Get-Mailbox?
        nonsense|--help ~ Unknown command 'nonsense'.
        audit|serch ~ Unknown command 'audit serch'. Did you mean audit search?
        app ~ Usage: ./postern app create NAME
        app|creat|x ~ Did you mean app create?
        completion ~ Usage: ./postern completion bash|zsh|fish|powershell
        completion|csh ~ Usage: ./postern completion bash|zsh|fish|powershell
        -o|json ~ The command is missing.
        -o ~ The value of -o is missing.
        audit|search|-o|yaml ~ The value of -o must be one of table, list, json, tsv, not 'yaml'.
        audit|search|--json|-o|tsv ~ --json and -o tsv exclude each other.
        audit|tail|--follow|-o|table ~ only tsv can be followed
        keys|retire|k|-o|tsv ~ Unknown option -o.
        version|now ~ Usage: ./postern version
        --profile|f|version|now ~ Usage: ./postern version
        --profile|f|help|nonsense ~ Unknown command 'nonsense'.
        --profile|f|serve ~ Unknown option --profile.
        --profile|f ~ The command is missing.
        """)
    void whatDoesNotExistIsRefused(String line, String text) {
        var unusable = assertInstanceOf(Command.Unusable.class, Command.read(List.of(line.split("\\|"))));
        assertTrue(unusable.message().contains(text), unusable.message());
        assertEquals(64, unusable.status());
    }

    @Test
    void optionsMayBeInAnyPlaceAndMeanTheSameEverywhere() {
        var both = new TreeSet<>(CommandTable.valued());
        both.retainAll(CommandTable.flags());
        assertEquals(Set.of(), both, "with a value in one command and without in another");
        assertEquals(
                Command.read(List.of("audit", "search", "-o", "tsv")),
                Command.read(List.of("-o", "tsv", "audit", "search")));
        assertEquals(
                Command.read(List.of("audit", "search", "-o", "json")),
                Command.read(List.of("audit", "--json", "search", "--output=JSON")));
        assertInstanceOf(Command.Printed.class, Command.read(List.of("--profile", "x", "app", "create", "--help")));
        for (String word : List.of("help", "--help", "version", "--version")) {
            assertEquals(Command.read(List.of(word)), Command.read(List.of("--profile", "f", word)));
            assertEquals(Command.read(List.of(word)), Command.read(List.of(word, "--profile=f")));
        }
        assertEquals(
                Command.read(List.of("completion", "fish")),
                Command.read(List.of("--profile", "f", "completion", "fish")));
        // the beginning of a parameter
        assertInstanceOf(Command.Remote.class, Command.read(List.of("Set-Mailbox", "box", "-h", "true")));
        assertEquals(new Command.Help(), Command.read(List.of("help")));
        assertEquals(new Command.Help(), Command.read(List.of("--help")));
        assertThrows(CliFailure.class, () -> CommandTable.of("nothing"));
    }
}
