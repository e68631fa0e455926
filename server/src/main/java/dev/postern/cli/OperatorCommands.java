package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;

/** The commands for those who operate servers: backups, checks, and what clients trust. */
final class OperatorCommands {
    private static final Path ROOT = Path.of("/");

    private OperatorCommands() {}

    static List<CommandDefinition> all() {
        return List.of(
                CommandDefinition.ofProcess(
                        "backup",
                        "[--data DIR] [--database URL] [--config FILE] FILE",
                        "makes a backup of a data directory, while its server runs or not",
                        "backup --data data backup.tar.gz",
                        List.of(
                                CommandOption.DATA,
                                CommandOption.DATABASE,
                                CommandOption.of(
                                        "--config FILE", "the configuration file, which the backup then contains")),
                        rest -> new Command.Backup(BackupOptions.read(rest))),
                CommandDefinition.ofProcess(
                        "restore",
                        "FILE --data DIR",
                        "restores a backup into a folder that is empty or does not exist",
                        "restore backup.tar.gz --data restored",
                        List.of(CommandOption.of("--data DIR", "the new data directory")),
                        rest -> new Command.Restore(RestoreOptions.read(rest))),
                CommandDefinition.ofProcess(
                        "check",
                        "[--data DIR] [--database URL] [--json]",
                        "looks for problems in stored data, and changes nothing",
                        "check --data data",
                        List.of(CommandOption.DATA, CommandOption.DATABASE, CommandOption.JSON),
                        rest -> new Command.Check(CheckOptions.read(rest))),
                CommandDefinition.onProfile(
                        "doctor",
                        "[--url URL] [--json]",
                        "examines from a client's side whether a server can be used at an address",
                        "doctor --url https://localhost:8443",
                        List.of(
                                CommandOption.of("--url URL", "the address; by default that of HTTPS in the profile"),
                                CommandOption.JSON),
                        DoctorCommand::run),
                trust("print", "", "prints the certificate authority of a server", List.of()),
                trust(
                        "java",
                        "[--out FILE]",
                        "writes a trust store with it, and prints the options for java",
                        List.of(CommandOption.of("--out FILE", "the trust store; postern-trust.p12 by default"))),
                trust("node", "", "prints the variable with which Node.js trusts it", List.of()),
                trust(
                        "system",
                        "[--yes]",
                        "prints the steps with which this system trusts it, or does them",
                        List.of(CommandOption.of("--yes", "does the steps, as root"))));
    }

    private static CommandDefinition trust(String verb, String synopsis, String purpose, List<CommandOption> options) {
        return CommandDefinition.onProfile(
                "trust " + verb,
                synopsis,
                purpose,
                "trust " + verb,
                options,
                call -> call.print(TrustCommand.run(call.profile(), verb, call.arguments(), call.directory(), ROOT)));
    }
}
