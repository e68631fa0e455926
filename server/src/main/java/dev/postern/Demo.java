package dev.postern;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The scenario that Postern started from, told step by step on a server of its own: a workflow with a managed identity may send mail from
 * one shared mailbox, and from no other. Each step is a command that can be typed; what must come back is checked.
 */
final class Demo {
    private static final String MEMBER = "LogicAppNotifications@contoso.example";
    private static final String OUTSIDER = "Payroll@contoso.example";
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(5);

    private final PrintStream out;
    private final Path folder;
    private final Client client;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    /** What goes to standard error: warnings, and why a command failed. */
    private final ByteArrayOutputStream warned = new ByteArrayOutputStream();

    private int number;
    private boolean failed;

    /** @param folder the server's data folder, where its {@code admin.json} lies */
    Demo(Path folder, PrintStream out) {
        this.out = out;
        this.folder = folder;
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        PrintStream warnings = new PrintStream(warned, true, StandardCharsets.UTF_8);
        this.client = new Client(
                Map.of("POSTERN_PROFILE", folder.resolve("admin.json").toString()), folder, capture, warnings);
    }

    /** Runs and prints the scenario; returns whether every step had the expected result. */
    boolean run() {
        definition("report.json");
        JsonNode workflow = json(
                "A workflow with an identity of its own is deployed.",
                "workflow",
                "deploy",
                "daily-report",
                "report.json");
        String appId = workflow.path("appId").asString("");
        String principalId = workflow.path("principalId").asString("");
        expect("its identity has an app id and an object id", !appId.isEmpty() && !principalId.isEmpty());

        JsonNode graph = json(
                "Microsoft Graph offers the app role Mail.Send.",
                "Get-MgServicePrincipal",
                "-Filter",
                "appId eq '" + GRAPH + "'",
                "--json");
        String roleId = roleId(graph, "Mail.Send");
        String resourceId = graph.path(0).path("Id").asString("");
        command(
                "The role is granted to the identity, by its object id.",
                "New-MgServicePrincipalAppRoleAssignment",
                "-ServicePrincipalId",
                principalId,
                "-BodyParameter",
                "{\"principalId\":\"" + principalId + "\",\"resourceId\":\"" + resourceId + "\",\"appRoleId\":\""
                        + roleId + "\"}");
        command(
                "A shared mailbox, from which it shall send.",
                "New-Mailbox",
                "-Shared",
                "-Name",
                "LogicAppNotifications",
                "-PrimarySmtpAddress",
                MEMBER);
        command(
                "And one from which it must not.",
                "New-Mailbox",
                "-Shared",
                "-Name",
                "Payroll",
                "-PrimarySmtpAddress",
                OUTSIDER);
        command(
                "A mail-enabled security group.",
                "New-DistributionGroup",
                "-Name",
                "LogicAppSenders",
                "-Type",
                "Security",
                "-PrimarySmtpAddress",
                "LogicAppSenders@contoso.example");
        command(
                "The first mailbox goes into it.",
                "Add-DistributionGroupMember",
                "-Identity",
                "LogicAppSenders",
                "-Member",
                MEMBER);
        command(
                "A policy restricts the app id, not the object id, to the group.",
                "New-ApplicationAccessPolicy",
                "-AppId",
                appId,
                "-PolicyScopeGroupId",
                "LogicAppSenders@contoso.example",
                "-AccessRight",
                "RestrictAccess",
                "-Description",
                "The daily report sends as LogicAppNotifications only");
        expectText(
                "What does the policy say about the member?",
                "Granted",
                "Test-ApplicationAccessPolicy",
                "-Identity",
                MEMBER,
                "-AppId",
                appId);
        expectText(
                "And about any other mailbox?",
                "Denied",
                "Test-ApplicationAccessPolicy",
                "-Identity",
                OUTSIDER,
                "-AppId",
                appId);

        JsonNode sent = json("The workflow runs: it sends from the member.", "workflow", "run", "daily-report");
        expect(
                "the run succeeded with 202 Accepted",
                sent.path("status").asString("").equals("Succeeded")
                        && actionCode(sent).equals("Accepted"));
        JsonNode reader = json(
                "An application that may read, to look whether the mail arrived.",
                "app",
                "create",
                "reader",
                "--permission",
                "Mail.Read");
        expect("the mail is in the inbox of " + MEMBER, arrived(reader));

        definition("report.json", OUTSIDER);
        json(
                "The same workflow, now sending from the other mailbox.",
                "workflow",
                "deploy",
                "daily-report",
                "report.json");
        JsonNode refused = json("It runs again.", "workflow", "run", "daily-report");
        expect(
                "the run failed with 403 Forbidden",
                refused.path("status").asString("").equals("Failed")
                        && actionCode(refused).equals("Forbidden"));
        out.println();
        out.println(failed ? "At least one step did not have the expected result." : "Every step had the expected result.");
        return !failed;
    }

    private static String roleId(JsonNode graph, String value) {
        for (JsonNode role : graph.path(0).path("AppRoles")) {
            if (role.path("Value").asString("").equals(value)) {
                return role.path("Id").asString("");
            }
        }
        return "";
    }

    private static String actionCode(JsonNode run) {
        return run.path("actions").path(0).path("code").asString("");
    }

    private void definition(String file) {
        definition(file, MEMBER);
    }

    /** The workflow: every morning a report, sent from a mailbox that is a parameter. */
    private void definition(String file, String mailbox) {
        try (var resource = Objects.requireNonNull(Demo.class.getResourceAsStream("demo-workflow.json"))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve(file), text.replace("MAILBOX", mailbox).replace("RECIPIENT", MEMBER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks into the inbox as any program does: a token, then Graph. */
    private boolean arrived(JsonNode reader) {
        Instant end = Instant.now().plus(LONGEST_DELIVERY);
        DemoReader graph = DemoReader.of(folder.resolve("admin.json"), reader);
        out.println("  GET /v1.0/users/" + MEMBER + "/mailFolders/inbox/messages?$select=subject,from");
        while (Instant.now().isBefore(end)) {
            JsonNode page = graph.inbox(MEMBER);
            if (!page.path("value").isEmpty()) {
                out.println(indented(Json.text(page.path("value"))));
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return false;
    }

    private void expectText(String title, String wanted, String... command) {
        expect("the answer is " + wanted, command(title, command).contains(wanted));
    }

    private JsonNode json(String title, String... command) {
        String text = command(title, command);
        try {
            return Json.parse(text);
        } catch (RuntimeException e) {
            expect("the answer is JSON", false);
            return Json.object();
        }
    }

    private String command(String title, String... command) {
        out.println();
        out.println(++number + ". " + title);
        out.println(
                "  $ ./postern " + List.of(command).stream().map(Demo::quoted).collect(Collectors.joining(" ")));
        printed.reset();
        warned.reset();
        int status = client.run(new Command.Remote(List.of(command)));
        String text = printed.toString(StandardCharsets.UTF_8);
        out.println(indented(shortened(text + warned.toString(StandardCharsets.UTF_8))));
        boolean usual = status == 0 || (status == 2 && command[0].equals("workflow"));
        if (!usual) {
            expect("the command succeeds", false);
        }
        return text;
    }

    private void expect(String what, boolean holds) {
        out.println((holds ? "  ok: " : "  WRONG: not so: ") + what);
        failed |= !holds;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9@._:/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String shortened(String text) {
        List<String> lines = text.lines().toList();
        return lines.size() <= 14
                ? text
                : String.join("\n", lines.subList(0, 12)) + "\n... " + (lines.size() - 12) + " more lines";
    }

    private static String indented(String text) {
        return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }
}
