package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A parsed command line. */
public sealed interface Command {
    /** {@code serve}: starts a server. */
    record Serve(ServeOptions options) implements Command {}

    /** {@code demo}: runs the scenario on a temporary server; with {@code once} it ends afterwards. */
    record Demo(boolean once) implements Command {}

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
        return switch (word) {
            case "serve" -> new Serve(ServeOptions.read(rest));
            case "demo" -> demo(rest);
            case "audit" -> audit(rest);
            case "keys" -> keys(rest);
            case "backup" -> new Backup(BackupOptions.read(rest));
            case "restore" -> new Restore(RestoreOptions.read(rest));
            case "check" -> new Check(CheckOptions.read(rest));
            case "help", "--help", "-h" -> new Help();
            case "--version", "version" -> new Version();
            default -> {
                if (ServerCommand.find(word).isEmpty() && cmdlets().noneMatch(word::equalsIgnoreCase)) {
                    throw unknown(word);
                }
                yield remote(word, rest);
            }
        };
    }

    private static Command audit(List<String> given) {
        List<String> rest = LeadingOptions.moved(given);
        return switch (rest.isEmpty() ? "" : rest.getFirst()) {
            case "verify" -> new AuditVerify(AuditOptions.read(rest));
            case "export" -> new AuditExport(AuditExportOptions.read(rest));
            case "search", "tail" -> new AuditRead(AuditReadOptions.read(rest));
            default ->
                throw CliFailure.usage("Usage: " + AuditOptions.USAGE + ", " + AuditExportOptions.USAGE + ", "
                        + AuditReadOptions.SEARCH + ", or " + AuditReadOptions.TAIL);
        };
    }

    private static Command keys(List<String> given) {
        List<String> rest = LeadingOptions.moved(given);
        return switch (rest.isEmpty() ? "" : rest.getFirst()) {
            case "rotate" -> new KeysRotate(ServeOptions.readKeys(rest));
            case "list" -> new SigningKeys(SigningKeyOptions.readList(rest));
            case "retire" -> new SigningKeys(SigningKeyOptions.readRetire(rest));
            default ->
                throw CliFailure.usage("Usage: " + ServeOptions.KEYS_ROTATE + ", " + SigningKeyOptions.LIST + ", or "
                        + SigningKeyOptions.RETIRE);
        };
    }

    private static Command demo(List<String> rest) {
        Options options = Options.read(rest, Set.of(), Set.of("--once"));
        options.words(0, 0, "./postern demo [--once]");
        return new Demo(options.has("--once"));
    }

    private static Command remote(String word, List<String> rest) {
        return new Remote(Stream.concat(Stream.of(word), rest.stream()).toList());
    }

    private static Stream<String> cmdlets() {
        return Stream.concat(CmdletTable.exchange().all().stream(), CmdletTable.directory().all().stream())
                .map(Cmdlet::name);
    }

    private static CliFailure unknown(String word) {
        List<String> known = Stream.of(
                        Stream.of("serve", "demo", "audit", "keys", "backup", "restore", "check", "help", "--version"),
                        ServerCommand.words(),
                        cmdlets())
                .flatMap(words -> words)
                .toList();
        return CliFailure.usage(
                "Unknown command '" + word + "'." + Suggestion.of(word, known) + " ./postern help lists all commands.");
    }
}
