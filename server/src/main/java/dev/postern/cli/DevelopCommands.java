package dev.postern.cli;

import static dev.postern.cli.CommandDefinition.ofProcess;
import static dev.postern.cli.CommandDefinition.onServer;
import static dev.postern.cli.CommandOption.FORMAT;
import static dev.postern.cli.CommandOption.JSON;

import java.util.List;

/** The commands of developer mode: the server for developing, and what only such a server accepts. */
final class DevelopCommands {
    private static final CommandOption AS =
            CommandOption.of("--as APP", "reads as this application, under its policies");
    private static final CommandOption OUTSIDE =
            CommandOption.of("--outside", "the mail to recipients outside, which developer mode keeps");

    private DevelopCommands() {}

    static List<CommandDefinition> all() {
        return List.of(
                ofProcess(
                        "dev",
                        "[--seed FILE] [--keep DIR] [--port N] [--tls-port N] [--tls-name HOST]... [--config FILE]"
                                + " [--parent PID]",
                        "starts a server for developing, which is removed when it ends",
                        "dev --seed seed.json",
                        List.of(
                                CommandOption.of("--seed FILE", "what is there at the start"),
                                CommandOption.of("--keep DIR", "a directory that stays after the end"),
                                CommandOption.PORT,
                                CommandOption.TLS_PORT,
                                CommandOption.TLS_NAME,
                                CommandOption.CONFIG,
                                CommandOption.of("--parent PID", "a process; the server ends with it")),
                        rest -> new Command.Dev(DevOptions.read(rest))),
                onServer(
                        "clock",
                        "[--json]",
                        "prints the time of a server in developer mode",
                        "clock",
                        List.of(JSON),
                        DevelopCommands::clock),
                onServer(
                        "clock advance",
                        "DURATION [--json]",
                        "moves the clock of a server in developer mode forward",
                        "clock advance 2h",
                        List.of(JSON),
                        DevelopCommands::clock),
                onServer(
                        "clock set",
                        "TIME [--json]",
                        "moves the clock of a server in developer mode to a later time",
                        "clock set 2026-12-01T08:00:00Z",
                        List.of(JSON),
                        DevelopCommands::clock),
                onServer(
                        "fault add",
                        "--path GLOB [--method M] [--tenant T] [--status N] [--retry-after S] [--delay D] [--share P]"
                                + " [--times N] [--json]",
                        "lets requests fail or wait",
                        "fault add --path '/v1.0/users/*/sendMail' --status 503 --retry-after 5 --times 2",
                        List.of(
                                CommandOption.of(
                                        "--path GLOB",
                                        "the path; * is any text, also with slashes, and ? one character"),
                                CommandOption.of("--method M", "only requests with this HTTP method"),
                                CommandOption.of("--tenant T", "only requests with a token of this tenant"),
                                CommandOption.of("--status N", "the status of the response"),
                                CommandOption.of("--retry-after S", "the seconds in its Retry-After"),
                                CommandOption.of("--delay D", "the time before the response: 500ms, 2s"),
                                CommandOption.of("--share P", "the share of requests, from 0 to 1"),
                                CommandOption.of("--times N", "the number of requests after which it ends"),
                                JSON),
                        DevelopCommands::fault),
                onServer(
                        "fault list",
                        "[--json | -o FORMAT]",
                        "lists the faults",
                        "fault list",
                        List.of(JSON, FORMAT),
                        DevelopCommands::fault),
                onServer(
                        "fault clear",
                        "[ID | --tenant T]",
                        "removes a fault, those of a tenant, or all",
                        "fault clear",
                        List.of(CommandOption.of("--tenant T", "only those of this tenant"), JSON),
                        DevelopCommands::fault),
                onServer(
                        "mail list",
                        "MAILBOX [--as APP] [--json | -o FORMAT]\n--outside [--json | -o FORMAT]",
                        "lists the Inbox of a mailbox, the newest first",
                        "mail list notifications@contoso.example",
                        List.of(AS, OUTSIDE, JSON, FORMAT),
                        DevelopCommands::mail),
                onServer(
                        "mail show",
                        "MAILBOX [ID] [--as APP] [--raw | --json]\n--outside [ID] [--raw | --json]",
                        "shows a message; without ID the newest",
                        "mail show --outside",
                        List.of(AS, OUTSIDE, CommandOption.of("--raw", "prints the message as MIME"), JSON),
                        DevelopCommands::mail),
                onServer(
                        "mail tail",
                        "MAILBOX [--as APP]\n--outside",
                        "prints messages as they arrive",
                        "mail tail notifications@contoso.example",
                        List.of(AS, OUTSIDE),
                        DevelopCommands::mail),
                onServer(
                        "mail wait",
                        "MAILBOX [--subject S] [--from A] [--timeout SECONDS] [--as APP] [--json]\n"
                                + "--outside [--subject S] [--from A] [--timeout SECONDS] [--json]",
                        "waits for a message; one that is already there counts",
                        "mail wait notifications@contoso.example --subject Hello --timeout 10",
                        List.of(
                                CommandOption.of("--subject S", "what the subject contains"),
                                CommandOption.of("--from A", "the address of the sender"),
                                CommandOption.of("--timeout SECONDS", "how long to wait"),
                                AS,
                                OUTSIDE,
                                JSON),
                        DevelopCommands::mail),
                onServer(
                        "mail clear",
                        "MAILBOX [--as APP]\n--outside",
                        "removes the messages of an Inbox",
                        "mail clear notifications@contoso.example",
                        List.of(AS, OUTSIDE),
                        DevelopCommands::mail),
                onServer(
                        "reset",
                        "[--json]",
                        "brings a server in developer mode back to its seeded state",
                        "reset",
                        List.of(JSON),
                        call -> call.print(ResetCommand.run(call.server(), call.arguments()))),
                onServer(
                        "seed",
                        "FILE [--json]",
                        "creates what a seed file describes, on a server in developer mode",
                        "seed seed.json",
                        List.of(JSON),
                        call -> call.print(SeedCommand.run(call.server(), call.arguments(), call.directory()))));
    }

    private static int clock(ServerCall call) {
        return call.print(ClockCommand.run(call.server(), call.arguments()));
    }

    private static int fault(ServerCall call) {
        return call.print(FaultCommand.run(call.server(), call.arguments()));
    }

    private static int mail(ServerCall call) {
        return new MailCommand(call.server(), call.out(), call::warn).run(call.arguments());
    }
}
