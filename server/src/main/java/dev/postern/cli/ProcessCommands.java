package dev.postern.cli;

import static dev.postern.cli.CommandDefinition.ofProcess;

import java.util.List;

/** The commands that need no running server. {@code Main} executes them. */
final class ProcessCommands {
    private ProcessCommands() {}

    static List<CommandDefinition> all() {
        return List.of(
                ofProcess(
                        "serve",
                        "[--data DIR] [--port N] [--tls-port N] [--tls-name HOST]... [--database URL] [--tenant DOMAIN]"
                                + " [--config FILE]",
                        "starts a server and runs until it is stopped",
                        "serve --data data --port 8080",
                        List.of(
                                CommandOption.DATA,
                                CommandOption.PORT,
                                CommandOption.TLS_PORT,
                                CommandOption.TLS_NAME,
                                CommandOption.DATABASE,
                                CommandOption.of("--tenant DOMAIN", "the domain of the first tenant"),
                                CommandOption.CONFIG),
                        rest -> new Command.Serve(ServeOptions.read(rest))),
                ofProcess(
                        "demo",
                        "[--once]",
                        "starts a server on a temporary directory and runs a scenario on it, step by step",
                        "demo --once",
                        List.of(CommandOption.of("--once", "ends after the scenario")),
                        rest -> demo(Options.of("demo", rest))),
                ofProcess(
                        "workflow test",
                        "FILE [--junit OUT] [--json]",
                        "runs the tests of a workflow in this process, without a server",
                        "workflow test nightly.test.json --junit report.xml",
                        List.of(
                                CommandOption.of("--junit OUT", "where to write a report for build servers"),
                                CommandOption.JSON),
                        rest -> new Command.WorkflowTest(WorkflowTestOptions.read(rest))),
                ofProcess(
                        "audit verify",
                        "[--data DIR] [--database URL] [--head FILE] [--json]",
                        "verifies that the audit of a database is as it was written",
                        "audit verify --data data",
                        List.of(
                                CommandOption.DATA,
                                CommandOption.DATABASE,
                                CommandOption.of("--head FILE", "an export whose heads must be in the database"),
                                CommandOption.JSON),
                        rest -> new Command.AuditVerify(AuditOptions.read(rest))),
                ofProcess(
                        "audit export",
                        "[--data DIR] [--database URL] FILE [--json]",
                        "writes the audit of a database to a file",
                        "audit export audit.jsonl",
                        List.of(CommandOption.DATA, CommandOption.DATABASE, CommandOption.JSON),
                        rest -> new Command.AuditExport(AuditExportOptions.read(rest))),
                ofProcess(
                        "audit search",
                        "[--app A] [--mailbox M] [--denied] [--since T] [--json | -o FORMAT]"
                                + " [--data DIR | --database URL [--tenant T]]",
                        "lists audit entries, the newest first",
                        "audit search --denied --since 1h",
                        AuditReadOptions.SEARCH,
                        rest -> new Command.AuditRead(AuditReadOptions.read(rest))),
                ofProcess(
                        "audit tail",
                        "[--lines N] [--follow] [--app A] [--mailbox M] [--denied] [--since T] [--json | -o FORMAT]"
                                + " [--data DIR | --database URL [--tenant T]]",
                        "prints the last audit entries, and with --follow those that are added",
                        "audit tail --lines 50",
                        AuditReadOptions.TAIL,
                        rest -> new Command.AuditRead(AuditReadOptions.read(rest))),
                ofProcess(
                        "keys rotate",
                        "[--data DIR] [--database URL] [--config FILE]",
                        "encrypts stored secrets with a new key",
                        "keys rotate --data data",
                        List.of(CommandOption.DATA, CommandOption.DATABASE, CommandOption.CONFIG),
                        rest -> new Command.KeysRotate(ServeOptions.readKeys(rest))),
                ofProcess(
                        "keys list",
                        "[--data DIR] [--database URL] [--json | -o FORMAT]",
                        "lists the keys that sign tokens",
                        "keys list",
                        List.of(CommandOption.DATA, CommandOption.DATABASE, CommandOption.JSON, CommandOption.FORMAT),
                        rest -> new Command.SigningKeys(SigningKeyOptions.readList(rest))),
                ofProcess(
                        "keys retire",
                        "KID [--data DIR] [--database URL]",
                        "stops accepting tokens of a key",
                        "keys retire 6f1c0f2e",
                        List.of(CommandOption.DATA, CommandOption.DATABASE),
                        rest -> new Command.SigningKeys(SigningKeyOptions.readRetire(rest))),
                ofProcess(
                        "help",
                        "[COMMAND | CMDLET]",
                        "lists all commands, or shows how one of them is used",
                        "help Get-Mailbox",
                        List.of(),
                        Command::help),
                ofProcess(
                        "completion",
                        "bash|zsh|fish|powershell",
                        "prints a script that completes commands, options and cmdlets in a shell",
                        "completion bash",
                        List.of(),
                        rest -> completion(Options.of("completion", rest))),
                ofProcess(
                        "version",
                        "",
                        "prints the version; --version does the same",
                        "version",
                        List.of(),
                        rest -> version(Options.of("version", rest))));
    }

    private static Command completion(Options options) {
        return new Command.Printed(CompletionScript.of(options.words(1, 1).getFirst(), options));
    }

    private static Command version(Options options) {
        options.words(0, 0);
        return new Command.Version();
    }

    private static Command demo(Options options) {
        options.words(0, 0);
        return new Command.Demo(options.has("--once"));
    }
}
