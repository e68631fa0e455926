package dev.postern.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A parsed command line. */
public sealed interface Command {
    /** {@code serve}: starts a server. */
    record Serve(ServeOptions options) implements Command {}

    /** {@code demo}: runs the scenario on a temporary server; with {@code once} it ends afterwards. */
    record Demo(boolean once) implements Command {}

    /** {@code dev}: starts a server for developing. */
    record Dev(DevOptions options) implements Command {}

    /** {@code audit verify}: verifies the audit in a database. */
    record AuditVerify(AuditOptions options) implements Command {}

    /** {@code audit export}: writes the audit of a database to a file. */
    record AuditExport(AuditExportOptions options) implements Command {}

    /** {@code audit search} and {@code audit tail}, on a running server or on a database. */
    record AuditRead(AuditReadOptions options) implements Command {}

    /** {@code keys rotate}: encrypts stored secrets with a new key. */
    record KeysRotate(ServeOptions options) implements Command {}

    /** {@code keys list} and {@code keys retire}: the keys that sign tokens. */
    record SigningKeys(SigningKeyOptions options) implements Command {}

    /** {@code backup}: makes a backup of a data directory. */
    record Backup(BackupOptions options) implements Command {}

    /** {@code restore}: restores a backup into a new data directory. */
    record Restore(RestoreOptions options) implements Command {}

    /** {@code check}: looks for problems in a database and its data directory. */
    record Check(CheckOptions options) implements Command {}

    /** {@code workflow test}: runs tests of a workflow. */
    record WorkflowTest(WorkflowTestOptions options) implements Command {}

    /** A command for a running server, see {@link Client}. */
    record Remote(List<String> arguments) implements Command {
        public Remote {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code help}. */
    record Help() implements Command {}

    /** {@code --version}. */
    record Version() implements Command {}

    /** An invalid command line. */
    record Unusable(String message, int status) implements Command {}

    /** {@code COMMAND --help}, {@code help COMMAND} and {@code completion}: prints a text. */
    record Printed(String text) implements Command {}

    /** Commands that accept a profile like all others, and need none. */
    Set<String> WITHOUT_SERVER = Set.of("help", "--help", "version", "completion");

    /** Parses the arguments of the process. Never throws. */
    static Command read(List<String> arguments) {
        try {
            List<String> words = LeadingOptions.moved(arguments);
            return words.isEmpty() ? new Help() : read(words.getFirst(), words.subList(1, words.size()));
        } catch (CliFailure e) {
            return new Unusable(e.text(), e.status());
        }
    }

    private static Command read(String word, List<String> rest) {
        if (word.equals("--version")) {
            return new Version();
        }
        if (WITHOUT_SERVER.contains(word) && rest.stream().anyMatch(CommandOption.PROFILE::isNamedBy)) {
            return read(word, LeadingOptions.withoutProfile(rest));
        }
        if (HelpTopic.isWord(word)) {
            return help(rest);
        }
        if (HelpTopic.isAsked(word, rest)) {
            return help(Stream.concat(Stream.of(word), rest.stream()).toList());
        }
        if (!CommandTable.group(word).isEmpty()) {
            CommandTable.Found found = CommandTable.find(word, rest);
            if (found.definition().action() instanceof CommandAction.OfProcess(var reader)) {
                return reader.apply(found.arguments());
            }
        } else if (HelpTopic.cmdlet(word).isEmpty()) {
            throw CommandTable.unknown(word);
        }
        return new Remote(Stream.concat(Stream.of(word), rest.stream()).toList());
    }

    /** The help on what the words name; on everything if there are none. */
    static Command help(List<String> words) {
        List<String> topic =
                words.stream().filter(word -> !HelpTopic.isWord(word)).toList();
        return topic.isEmpty() ? new Help() : new Printed(HelpTopic.of(topic));
    }
}
