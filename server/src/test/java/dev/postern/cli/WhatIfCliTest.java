package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code -WhatIf} and {@code plan}: what would change is what then changes, and nothing is changed before. */
class WhatIfCliTest {
    @TempDir
    Path folder;

    private ExchangeFixture fixture;
    private CliServer server;
    private ServicePrincipal app;

    @BeforeEach
    void open() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
        app = fixture.principal(fixture.tenant, "robot");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
        for (String name : List.of("Anna", "Bert")) {
            ran("New-Mailbox", "-Shared", "-Name", name);
        }
        ran("New-DistributionGroup", "-Name", "senders", "-Type", "Security");
        ran("Add-DistributionGroupMember", "-Identity", "senders", "-Member", "Anna");
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private Ran ran(String... arguments) {
        Ran ran = server.run(arguments);
        assertEquals(0, ran.status(), ran::err);
        return ran;
    }

    /** The cells of rows as the matrix has them. */
    private static Set<String> cells(JsonNode rows) {
        Set<String> cells = new TreeSet<>();
        rows.forEach(row -> {
            assertTrue(
                    row.propertyNames()
                            .containsAll(List.of("app", "appId", "mailbox", "mailboxId", "permission", "by")),
                    row::toString);
            cells.add(row.path("app").asString() + " "
                    + row.path("mailbox").asString().replace("@contoso.example", "") + " "
                    + row.path("permission").asString());
        });
        return cells;
    }

    private Set<String> matrix() {
        return cells(ran("access", "--json").json());
    }

    private static void expect(JsonNode difference, Set<String> gains, Set<String> loses) {
        assertEquals(
                List.of("Gains", "Loses", "GainCount", "LoseCount", "Complete"),
                List.copyOf(difference.propertyNames()));
        assertEquals(gains, cells(difference.path("Gains")));
        assertEquals(loses, cells(difference.path("Loses")));
        assertEquals(gains.size(), difference.path("GainCount").asInt());
        assertEquals(loses.size(), difference.path("LoseCount").asInt());
        assertTrue(difference.path("Complete").booleanValue());
    }

    /** Asks, makes the change, and compares. */
    private void check(Set<String> gains, Set<String> loses, String... command) {
        Set<String> before = matrix();
        List<String> asked = new ArrayList<>(Arrays.asList(command));
        asked.addAll(List.of("-WhatIf", "--json"));
        Ran ran = ran(asked.toArray(String[]::new));
        expect(ran.json(), gains, loses);
        assertTrue(ran.err().contains("Nothing was changed"), ran::err);
        assertFalse(ran.err().contains("This widens access:"), ran::err);
        assertEquals(before, matrix());
        Ran made = ran(command);
        // a new mailbox is not reported
        if (!command[0].equals("New-Mailbox")) {
            assertEquals(!gains.isEmpty(), made.err().contains("This widens access:"), made::err);
        }
        Set<String> after = new TreeSet<>(before);
        after.addAll(gains);
        after.removeAll(loses);
        assertEquals(after, matrix());
    }

    @Test
    void whatWouldChangeIsWhatThenChanges() {
        check(
                Set.of(),
                Set.of("robot Bert Mail.Send"),
                "New-ApplicationAccessPolicy",
                "-AppId",
                app.appId().toString(),
                "-AccessRight",
                "RestrictAccess",
                "-PolicyScopeGroupId",
                "senders");
        check(Set.of("robot Bert Mail.Send"), Set.of(), member("Add", "Bert"));
        check(Set.of(), Set.of("robot Anna Mail.Send"), member("Remove", "Anna"));
        check(
                Set.of(),
                Set.of(),
                "New-ServicePrincipal",
                "-AppId",
                app.appId().toString(),
                "-ObjectId",
                app.id().toString());
        check(Set.of(), Set.of(), "New-ManagementScope", "-Name", "x", "-RecipientRestrictionFilter", "Title -eq 'x'");
        check(
                Set.of(),
                Set.of(),
                "New-ManagementRoleAssignment",
                "-App",
                "robot",
                "-Role",
                "Application Mail.Read",
                "-CustomResourceScope",
                "x",
                "-Name",
                "reads");
        check(Set.of("robot Anna Mail.Read"), Set.of(), "Set-User", "-Identity", "Anna", "-Title", "X");
        check(
                Set.of("robot Bert Mail.Read"),
                Set.of("robot Anna Mail.Read"),
                "Set-ManagementScope",
                "-Identity",
                "x",
                "-RecipientRestrictionFilter",
                "Alias -eq 'bert'");
        check(Set.of(), Set.of(), "Set-CalendarProcessing", "-Identity", "Anna", "-AllowConflicts", "$true");
        check(Set.of(), Set.of("robot Bert Mail.Read", "robot Bert Mail.Send"), "Remove-Mailbox", "-Identity", "Bert");
    }

    private static String[] member(String verb, String member) {
        return new String[] {verb + "-DistributionGroupMember", "-Identity", "senders", "-Member", member};
    }

    @Test
    void aNewMailboxIsGainedByThoseThatReachAll() {
        check(Set.of("robot Carl Mail.Send"), Set.of(), "New-Mailbox", "-Shared", "-Name", "Carl");
        Ran text = ran("Remove-Mailbox", "-Identity", "Carl", "-WhatIf");
        assertEquals(
                "Nothing was changed. 0 permissions on mailboxes would be gained, 1 lost.\nLost:\n  robot ("
                        + app.appId() + ") on Carl@contoso.example: Mail.Send\n",
                text.out());
        Ran invalid = server.run("Remove-Mailbox", "-Identity", "nobody", "-WhatIf", "--json");
        assertEquals(1, invalid.status());
        assertEquals("", invalid.out());
        assertEquals(64, server.run("Get-Mailbox", "--all").status());
    }

    @Test
    void grantsOfGraph() {
        ServicePrincipal principal =
                Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        String role = principal.appRoles().stream()
                .filter(one -> one.value().equals("Mail.Read"))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
        String id = app.id().toString();
        expect(
                ran(
                                "New-MgServicePrincipalAppRoleAssignment",
                                "-ServicePrincipalId",
                                id,
                                "-PrincipalId",
                                id,
                                "-ResourceId",
                                principal.id().toString(),
                                "-AppRoleId",
                                role,
                                "-WhatIf",
                                "--json")
                        .json(),
                Set.of("robot Anna Mail.Read", "robot Bert Mail.Read"),
                Set.of());
        String held =
                fixture.snapshot().assignmentsOf(app.id()).iterator().next().id();
        expect(
                ran(
                                "Remove-MgServicePrincipalAppRoleAssignment",
                                "-ServicePrincipalId",
                                id,
                                "-AppRoleAssignmentId",
                                held,
                                "-WhatIf",
                                "--json")
                        .json(),
                Set.of(),
                Set.of("robot Anna Mail.Send", "robot Bert Mail.Send"));
        assertEquals(
                1,
                server.run(
                                "Remove-MgServicePrincipalAppRoleAssignment",
                                "-ServicePrincipalId",
                                id,
                                "-AppRoleAssignmentId",
                                "x",
                                "-WhatIf")
                        .status());
        assertEquals(Set.of("robot Anna Mail.Send", "robot Bert Mail.Send"), matrix());
    }

    private ArrayNode plan(String... lines) {
        ArrayNode plan = Json.array();
        for (String line : lines) {
            String[] parts = line.split(" ", 2);
            plan.addObject()
                    .put("cmdlet", parts[0])
                    .set("parameters", Json.parse(parts[1].replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        }
        return plan;
    }

    private Ran planned(String content, String... more) throws IOException {
        Files.writeString(folder.resolve("plan.json"), content);
        List<String> arguments = new ArrayList<>(List.of("plan", "plan.json"));
        arguments.addAll(List.of(more));
        return server.run(arguments.toArray(String[]::new));
    }

    @Test
    void aPlanIsEvaluatedAsAWhole() throws IOException {
        String held =
                fixture.snapshot().assignmentsOf(app.id()).iterator().next().id();
        String migration = plan(
                        "New-ServicePrincipal {'AppId':'" + app.appId() + "','ObjectId':'" + app.id() + "'}",
                        "New-ManagementRoleAssignment {'App':'" + app.appId()
                                + "','Role':'Application Mail.Send','RecipientGroupScope':'senders','Name':'sends'}",
                        "remove-mgserviceprincipalapproleassignment {'ServicePrincipalId':'" + app.id()
                                + "','AppRoleAssignmentId':'" + held + "'}",
                        "New-Mailbox {'Shared':true,'Name':'Carl','WhatIf':true}",
                        "Add-DistributionGroupMember {'Identity':'senders','Member':'Carl'}")
                .toString();
        Set<String> before = matrix();
        Ran ran = planned(migration, "--json");
        assertEquals(0, ran.status(), ran::err);
        expect(ran.json(), Set.of("robot Carl Mail.Send"), Set.of("robot Bert Mail.Send"));
        Ran script = planned("\uFEFF{\"script\":" + migration + "}");
        assertTrue(
                script.out().startsWith("Nothing was changed. 1 permission on a mailbox would be gained, 1 lost.\n"),
                script::out);
        assertEquals(before, matrix());
        assertTrue(fixture.snapshot()
                .exchangeObjects(ManagementRoleAssignment.class)
                .isEmpty());
        expect(planned("[]", "--json").json(), Set.of(), Set.of());
    }

    @Test
    void theFirstInvalidChangeIsNamed() throws IOException {
        Set<String> before = matrix();
        for (String second : List.of(
                "Remove-Mailbox {'Identity':'nobody'}",
                "Get-Mailbox {}",
                "Get-MgServicePrincipal {}",
                "Format-Disk {}",
                "New-Mailbox {'Name':'Carl','Shared':true}",
                "Set-Mailbox {'Identity':'Anna','Colour':'red'}",
                "New-MgServicePrincipalAppRoleAssignment {'ServicePrincipalId':'" + app.id() + "'}",
                "Set-CalendarProcessing {'Identity':'Anna','Colour':'red'}")) {
            Ran ran = planned(
                    plan("New-Mailbox {'Name':'Carl','Shared':true}", second).toString(), "--json");
            assertEquals(1, ran.status(), second);
            assertEquals(1, ran.json().path("Index").asInt(-1), second);
            assertTrue(ran.err().contains("index 1"), ran::err);
        }
        for (String unreadable :
                List.of("{}", "{", "[1]", "[{'parameters':{}}]", "[{'cmdlet':'Get-Mailbox','parameters':3}]")) {
            assertEquals(1, planned(unreadable.replace('\'', '"')).status(), unreadable);
        }
        assertEquals(1, server.run("plan", "missing.json").status());
        assertEquals(64, server.run("plan").status());
        assertEquals(before, matrix());
    }

    @Test
    void moreThanAThousandRowsAreListedOnRequest() throws IOException {
        for (String permission : List.of(
                "Mail.Read",
                "Mail.ReadWrite",
                "Calendars.ReadBasic.All",
                "Calendars.Read",
                "Calendars.ReadWrite",
                "Contacts.Read",
                "Contacts.ReadWrite",
                "MailboxSettings.Read",
                "MailboxSettings.ReadWrite")) {
            fixture.grant(fixture.tenant, app, Resource.GRAPH, permission);
        }
        List<String> mailboxes = new ArrayList<>();
        for (int i = 0; i < 110; i++) {
            mailboxes.add("New-Mailbox {'Name':'box" + i + "','Shared':true}");
        }
        String plan = plan(mailboxes.toArray(String[]::new)).toString();
        JsonNode some = planned(plan, "--json").json();
        assertEquals(1_000, some.path("Gains").size());
        assertEquals(1_100, some.path("GainCount").asInt());
        JsonNode all = planned(plan, "--json", "--all").json();
        assertEquals(1_100, all.path("Gains").size());
        assertEquals(1_100, cells(all.path("Gains")).size());
        assertTrue(planned(plan).out().contains("and 100 more; --all lists them"));
        assertFalse(planned(plan, "--all").out().contains("more; --all"));
    }

    @Test
    void aPlanNeedsThePermissionToReadWhoCanAccessWhat() {
        for (String audience : List.of("https://management.azure.com", "https://graph.microsoft.com")) {
            var reply = fixture.send(
                    "POST",
                    "/postern/access/plan",
                    "",
                    "[]",
                    Map.of("authorization", "Bearer " + fixture.token(fixture.tenant, app, audience)));
            assertTrue(reply.status() == 403 || reply.status() == 401, () -> String.valueOf(reply.status()));
        }
        ServicePrincipal auditor = fixture.principal(fixture.tenant, "auditor");
        fixture.grant(fixture.tenant, auditor, Resource.MANAGEMENT, "Audit.Read.All");
        String token = fixture.token(fixture.tenant, auditor, "https://management.azure.com");
        var reply = fixture.send("POST", "/postern/access/plan", "", "[]", Map.of("authorization", "Bearer " + token));
        assertEquals(200, reply.status());
    }
}
