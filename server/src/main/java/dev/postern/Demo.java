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
 * The scenario that Postern was designed for, on its own server: a workflow with a managed identity may send mail from
 * one shared mailbox and from no other. Each step is a command that can be typed; its output is checked.
 */
final class Demo {
    private static final String MEMBER = "LogicAppNotifications@contoso.example";
    private static final String OUTSIDER = "Payroll@contoso.example";
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
    private static final Duration MAX_DELIVERY_TIME = Duration.ofSeconds(5);

    private final PrintStream out;
    private final Path folder;
    private final Client client;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    /** The standard error output: warnings, and why a command failed. */
    private final ByteArrayOutputStream warned = new ByteArrayOutputStream();

    private int number;
    private boolean failed;

    /** @param folder the server's data directory with its {@code admin.json} */
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
                "Deploy a workflow with its own managed identity.",
                "workflow",
                "deploy",
                "daily-report",
                "report.json");
        String appId = workflow.path("appId").asString("");
        String principalId = workflow.path("principalId").asString("");
        expect("its identity has an app id and an object id", !appId.isEmpty() && !principalId.isEmpty());

        JsonNode graph = json(
                "Find the app role Mail.Send of Microsoft Graph.",
                "Get-MgServicePrincipal",
                "-Filter",
                "appId eq '" + GRAPH + "'",
                "--json");
        String roleId = roleId(graph, "Mail.Send");
        String resourceId = graph.path(0).path("Id").asString("");
        command(
                "Grant the role to the identity, by its object id.",
                "New-MgServicePrincipalAppRoleAssignment",
                "-ServicePrincipalId",
                principalId,
                "-BodyParameter",
                "{\"principalId\":\"" + principalId + "\",\"resourceId\":\"" + resourceId + "\",\"appRoleId\":\""
                        + roleId + "\"}");
        command(
                "Create a shared mailbox that the workflow may send from.",
                "New-Mailbox",
                "-Shared",
                "-Name",
                "LogicAppNotifications",
                "-PrimarySmtpAddress",
                MEMBER);
        command(
                "Create another one that it must not send from.",
                "New-Mailbox",
                "-Shared",
                "-Name",
                "Payroll",
                "-PrimarySmtpAddress",
                OUTSIDER);
        command(
                "Create a mail-enabled security group.",
                "New-DistributionGroup",
                "-Name",
                "LogicAppSenders",
                "-Type",
                "Security",
                "-PrimarySmtpAddress",
                "LogicAppSenders@contoso.example");
        command(
                "Add the first mailbox to the group.",
                "Add-DistributionGroupMember",
                "-Identity",
                "LogicAppSenders",
                "-Member",
                MEMBER);
        command(
                "Restrict the app id (not the object id) to the group with a policy.",
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
                "Test the policy for the member of the group.",
                "Granted",
                "Test-ApplicationAccessPolicy",
                "-Identity",
                MEMBER,
                "-AppId",
                appId);
        expectText(
                "Test the policy for the other mailbox.",
                "Denied",
                "Test-ApplicationAccessPolicy",
                "-Identity",
                OUTSIDER,
                "-AppId",
                appId);

        JsonNode sent = json("Run the workflow: it sends from the member.", "workflow", "run", "daily-report");
        expect(
                "the run succeeded with 202 Accepted",
                sent.path("status").asString("").equals("Succeeded")
                        && actionCode(sent).equals("Accepted"));
        JsonNode reader = json(
                "Create an application with read permission, to check that the mail arrived.",
                "app",
                "create",
                "reader",
                "--permission",
                "Mail.Read");
        expect("the mail is in the inbox of " + MEMBER, arrived(reader));

        definition("report.json", OUTSIDER);
        json(
                "Deploy the same workflow, now sending from the other mailbox.",
                "workflow",
                "deploy",
                "daily-report",
                "report.json");
        JsonNode refused = json("Run it again.", "workflow", "run", "daily-report");
        expect(
                "the run failed with 403 Forbidden",
                refused.path("status").asString("").equals("Failed")
                        && actionCode(refused).equals("Forbidden"));
        out.println();
        out.println(
                failed ? "At least one step did not have the expected result." : "Every step had the expected result.");
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

    /** The workflow: a report every morning, sent from a mailbox that is a parameter. */
    private void definition(String file, String mailbox) {
        try (var resource = Objects.requireNonNull(Demo.class.getResourceAsStream("demo-workflow.json"))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve(file), text.replace("MAILBOX", mailbox).replace("RECIPIENT", MEMBER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the inbox like any program: gets a token, then calls Graph. */
    private boolean arrived(JsonNode reader) {
        Instant end = Instant.now().plus(MAX_DELIVERY_TIME);
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
        expect("the output is " + wanted, command(title, command).contains(wanted));
    }

    private JsonNode json(String title, String... command) {
        String text = command(title, command);
        try {
            return Json.parse(text);
        } catch (RuntimeException e) {
            expect("the output is JSON", false);
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
        out.println((holds ? "  ok: " : "  FAILED: ") + what);
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
