package dev.postern.cli;

import static dev.postern.cli.CommandDefinition.onServer;
import static dev.postern.cli.CommandOption.FORMAT;
import static dev.postern.cli.CommandOption.JSON;

import java.util.List;
import java.util.stream.Stream;

/** The commands for a running server, besides the cmdlets. */
final class ServerCommands {
    private static final CommandOption APP = CommandOption.of("--app APP", "an app id, an object id or a display name");
    private static final CommandOption MAILBOX = CommandOption.of("--mailbox MAILBOX", "an address or an id");
    private static final CommandOption PERMISSION =
            CommandOption.of("--permission ROLE", "an application role, such as Mail.Send; may be repeated");
    private static final CommandOption ALL =
            CommandOption.of("--all", "lists all rows, not only counts and some names");

    private ServerCommands() {}

    static List<CommandDefinition> all() {
        return Stream.of(calls(), DkimCommand.all(), WorkflowCommands.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<CommandDefinition> calls() {
        return List.of(
                onServer(
                        "access",
                        "[--app APP] [--mailbox MAILBOX] [--permission PERMISSION] [--csv | --json | -o FORMAT]",
                        "shows which application can use which permission on which mailbox",
                        "access --mailbox ceo@contoso.example",
                        List.of(
                                APP,
                                MAILBOX,
                                CommandOption.of("--permission PERMISSION", "an application permission"),
                                CommandOption.of("--csv", "prints comma-separated values"),
                                JSON,
                                FORMAT),
                        call -> {
                            AccessCommand.run(call.server(), call.arguments(), call.out());
                            return 0;
                        }),
                onServer(
                        "admin list",
                        "[--json | -o FORMAT]",
                        "lists the secrets of the built-in administrator",
                        "admin list",
                        List.of(JSON, FORMAT),
                        call -> call.print(AdminCommand.run(call.server(), call.arguments()))),
                onServer(
                        "admin rotate",
                        "[--json]",
                        "makes a new secret of the built-in administrator and writes it to its profile",
                        "admin rotate",
                        List.of(JSON),
                        call -> call.print(AdminCommand.run(call.server(), call.arguments()))),
                onServer(
                        "admin revoke",
                        "KEYID",
                        "removes a secret of the built-in administrator",
                        "admin revoke 6f1c0f2e-0000-4000-8000-000000000001",
                        List.of(JSON),
                        call -> call.print(AdminCommand.run(call.server(), call.arguments()))),
                onServer(
                        "app create",
                        "NAME [--permission ROLE]... [--only-to MAILBOX] [--certificate PEM] [--months N] [--json |"
                                + " --env]",
                        "creates an application with a secret and application roles",
                        "app create reporter --permission Mail.Send --only-to notifications@contoso.example",
                        List.of(
                                PERMISSION,
                                CommandOption.of(
                                        "--only-to MAILBOX",
                                        "confines it to this mailbox, with a group and a policy that exist before its"
                                                + " first permission"),
                                CommandOption.of("--certificate PEM", "a file with a certificate to sign in with"),
                                AppSecret.MONTHS,
                                JSON,
                                AppCommand.ENV),
                        AppCommand::create),
                onServer(
                        "app list",
                        "[--json | -o FORMAT]",
                        "lists the applications",
                        "app list",
                        List.of(JSON, FORMAT),
                        AppCommand::list),
                onServer(
                        "app show",
                        "APP [--json | -o FORMAT]",
                        "shows the permissions, the policies and the secrets of an application",
                        "app show reporter",
                        List.of(JSON, FORMAT),
                        AppCommand::show),
                onServer(
                        "app grant",
                        "APP ROLE... [--permission ROLE]... [--json]",
                        "grants application roles to an application; it needs a new token to use them",
                        "app grant reporter Mail.Read",
                        List.of(PERMISSION, JSON),
                        AppCommand::grant),
                onServer(
                        "app rotate",
                        "APP [--months N] [--json | --env]",
                        "makes a new secret of an application and removes its old ones",
                        "app rotate reporter --env",
                        List.of(AppSecret.MONTHS, JSON, AppCommand.ENV),
                        AppCommand::rotate),
                onServer(
                        "app delete",
                        "APP [--json]",
                        "names and removes an application, its policies, and the group that --only-to made for it",
                        "app delete reporter",
                        List.of(JSON),
                        AppCommand::delete),
                onServer(
                        "audit-access",
                        "[--json | -o FORMAT]",
                        "lists what an administrator should know about access, with the commands that cure it",
                        "audit-access",
                        List.of(JSON, FORMAT),
                        call -> call.print(AuditAccessCommand.run(call.server(), call.arguments(), call::warn))),
                onServer(
                        "console",
                        "[--role admin|reader] [--person NAME] [--json]",
                        "prints a link that signs one person in to the console, once",
                        "console --role reader",
                        List.of(
                                CommandOption.of("--role admin|reader", "an administrator, if it is not given"),
                                CommandOption.of(
                                        "--person NAME", "the name for the audit; that of the user, if not given"),
                                JSON),
                        ConsoleCommand::run),
                onServer(
                        "expect",
                        "FILE [--json] [--junit OUT]",
                        "compares access with a table of what must and what must not be allowed",
                        "expect access.csv --junit report.xml",
                        List.of(JSON, CommandOption.of("--junit OUT", "writes a report of JUnit")),
                        call -> {
                            var outcome = ExpectCommand.run(call.server(), call.arguments(), call.directory());
                            return call.ended(outcome.printed(), outcome.failure(), outcome.status());
                        }),
                onServer(
                        "identity create",
                        "NAME",
                        "creates a managed identity for a program elsewhere",
                        "identity create nightly",
                        List.of(JSON),
                        IdentityCommand::run),
                onServer(
                        "identity serve",
                        "NAME --port N",
                        "serves the tokens of a managed identity on this machine, as a virtual machine does",
                        "identity serve nightly --port 40342",
                        List.of(CommandOption.of("--port N", "the port of the endpoint")),
                        IdentityCommand::run),
                onServer(
                        "import",
                        "DIR --tenant DOMAIN --profile-out FILE [--json]",
                        "creates a tenant from the files of an export",
                        "import export --tenant fabrikam.example --profile-out fabrikam.json",
                        List.of(
                                CommandOption.of("--tenant DOMAIN", "the domain of the tenant to create"),
                                CommandOption.of("--profile-out FILE", "receives the profile of its administrator"),
                                JSON),
                        call -> call.print(
                                ImportCommand.run(call.server(), call.arguments(), call.directory(), call::warn))),
                onServer(
                        "mail export",
                        "MAILBOX DIR [--format maildir|mbox|eml] [--folder FOLDER] [--json]",
                        "writes the mail of a mailbox to files, byte for byte",
                        "mail export alice@contoso.example backup --format mbox",
                        List.of(
                                CommandOption.of("--format maildir|mbox|eml", "a Maildir, if it is not given"),
                                CommandOption.of("--folder FOLDER", "only this folder, such as Archive/2024"),
                                JSON),
                        MailExport::run),
                onServer(
                        "mail import",
                        "MAILBOX FILE|DIR... [--folder FOLDER] [--json]",
                        "moves mail of .eml files, mboxes and Maildirs into a mailbox",
                        "mail import alice@contoso.example Maildir",
                        List.of(
                                CommandOption.of(
                                        "--folder FOLDER",
                                        "the folder for all of it; without it the Inbox and its own" + " folders"),
                                JSON),
                        MailImport::run),
                onServer(
                        "migrate",
                        "[--app APP] [--script FILE] [--json]",
                        "prints the move from policies to role assignments, with its proof",
                        "migrate --script move.ps1",
                        List.of(APP, CommandOption.of("--script FILE", "receives the cmdlets"), JSON),
                        call -> {
                            var outcome = MigrateCommand.run(call.server(), call.arguments(), call.directory());
                            return call.ended(outcome.output(), "", outcome.status());
                        }),
                onServer(
                        "plan",
                        "FILE [--all] [--json]",
                        "shows who would gain and who would lose access by a list of changes",
                        "plan changes.json",
                        List.of(ALL, JSON),
                        call -> {
                            var outcome = PlanCommand.run(call.server(), call.arguments(), call.directory());
                            return call.ended(
                                    outcome.printed(),
                                    outcome.failure(),
                                    outcome.failure().isEmpty() ? 0 : CliFailure.FAILED);
                        }),
                onServer(
                        "queue list",
                        "[--json | -o FORMAT]",
                        "lists the accepted mail that has not reached all recipients",
                        "queue list",
                        List.of(JSON, FORMAT),
                        call -> call.print(QueueCommand.list(call.server(), call.arguments(), call::warn))),
                onServer(
                        "queue show",
                        "ID [--json]",
                        "shows a message of the queue",
                        "queue show 0192f0c4-5d1e-7c3a-9b1f-2a6c0d9e4b7a",
                        List.of(JSON),
                        call -> call.print(QueueCommand.show(call.server(), call.arguments()))),
                queueChange("hold", "stops the attempts to send a message"),
                queueChange("release", "tries again to send a message that is held"),
                queueChange("retry", "tries at once to send a message"),
                queueChange("drop", "removes a message without a report to its sender"),
                onServer(
                        "subscription list",
                        "[--json | -o FORMAT]",
                        "lists the live subscriptions",
                        "subscription list",
                        List.of(JSON, FORMAT),
                        call -> call.print(SubscriptionCommand.run(call.server(), call.arguments(), call::warn))),
                onServer(
                        "trace",
                        "ID [--json]",
                        "shows what happened to the message of a request, by its request-id or client-request-id",
                        "trace 0f8fad5b-d9cb-469f-a165-70867728950e",
                        List.of(JSON),
                        call -> call.print(TraceCommand.run(call.server(), call.arguments(), call::warn))),
                onServer(
                        "why",
                        """
                        APP MAILBOX --permission PERMISSION | --operation "METHOD PATH" [--json]
                        REQUEST-ID [--json]\
                        """,
                        "explains why an application may use a permission on a mailbox, or how a request was decided",
                        "why reporter ceo@contoso.example --permission Mail.Read",
                        List.of(
                                CommandOption.of("--permission PERMISSION", "an application permission"),
                                CommandOption.of("--operation \"METHOD PATH\"", "an operation of Graph"),
                                JSON),
                        call -> call.print(WhyCommand.run(call.server(), call.arguments()))));
    }

    private static CommandDefinition queueChange(String verb, String purpose) {
        String command = "queue " + verb;
        return onServer(
                command,
                "ID [--json]",
                purpose,
                command + " 0192f0c4-5d1e-7c3a-9b1f-2a6c0d9e4b7a",
                List.of(JSON),
                call -> call.print(QueueCommand.change(call.server(), verb, call.arguments())));
    }
}
