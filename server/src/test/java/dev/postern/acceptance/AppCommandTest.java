package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The life of an application on the command line, against a whole server. */
class AppCommandTest {
    private static final String GRAPH = "https://graph.microsoft.com";
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='?([^'\n]+)'?\n");

    private Path folder;
    private TestPostern postern;

    private record Printed(int status, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }
    }

    @BeforeEach
    void start() throws Exception {
        folder = TestFolders.folder("postern-app");
        postern = TestPostern.start(folder);
        ok("New-Mailbox", "-Shared", "-Name", "notifications");
        ok("New-Mailbox", "-Shared", "-Name", "ceo");
    }

    @AfterEach
    void stop() {
        postern.close();
    }

    private Printed run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Client client = new Client(
                Map.of("POSTERN_PROFILE", folder.resolve("admin.json").toString()),
                folder,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = client.run(new Command.Remote(List.of(words)));
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Printed ok(String... words) {
        Printed printed = run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }

    private Map<String, String> environment(Printed printed) {
        Map<String, String> variables = new LinkedHashMap<>();
        EXPORT.matcher(printed.out()).results().forEach(one -> variables.put(one.group(1), one.group(2)));
        assertEquals(printed.out().lines().count(), variables.size(), printed.out());
        return variables;
    }

    private List<String> mailboxes(String app) {
        return ok("access", "--app", app, "-o", "tsv")
                .out()
                .lines()
                .map(line -> line.split("\t")[2])
                .distinct()
                .toList();
    }

    private int count(String cmdlet) {
        return ok(cmdlet, "--json").json().size();
    }

    @Test
    void anApplicationIsConfinedFromItsFirstTokenOn() throws Exception {
        Printed made = ok(
                "app",
                "create",
                "reporter",
                "--only-to",
                "notifications",
                "--permission",
                "Mail.Send",
                "--permission",
                "mail.read",
                "--env");
        Map<String, String> variables = environment(made);
        assertEquals(
                List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_AUTHORITY_HOST"),
                List.copyOf(variables.keySet()));
        String appId = variables.get("AZURE_CLIENT_ID");
        String secret = variables.get("AZURE_CLIENT_SECRET");
        Administration admin = postern.admin();
        admin.requestToken(appId, secret, GRAPH).expect(200);
        assertEquals(1, mailboxes("reporter").size());
        assertTrue(mailboxes("reporter").getFirst().startsWith("notifications@"));
        // a second application for the same mailbox shares the group
        JsonNode other = ok("app", "create", "second", "--permission", "Mail.Read", "--only-to", "notifications")
                .json();
        assertEquals("only-to-notifications", other.path("group").asString());
        assertEquals(1, count("Get-DistributionGroup"));
        assertEquals(2, count("Get-ApplicationAccessPolicy"));

        JsonNode shown = ok("app", "show", appId, "--json").json();
        assertEquals("[\"Mail.Read\",\"Mail.Send\"]", shown.path("permissions").toString());
        assertEquals(
                "[\"RestrictAccess only-to-notifications\"]",
                shown.path("policies").toString());
        String key = shown.path("secrets").path(0).asString();
        assertTrue(ok("app", "list").out().contains("reporter"));
        assertTrue(ok("app", "list", "--json").json().isArray());

        JsonNode granted = ok("app", "grant", "REPORTER", "--permission", "Mail.Read", "--permission", "Mail.ReadWrite")
                .json();
        assertEquals("[\"Mail.ReadWrite\"]", granted.path("granted").toString());
        assertEquals("[\"Mail.Read\"]", granted.path("alreadyGranted").toString());
        JsonNode more = ok("app", "grant", appId, "Calendars.Read", "--permission", "Contacts.Read", "Mail.Read")
                .json();
        assertEquals(
                "[\"Calendars.Read\",\"Contacts.Read\"]", more.path("granted").toString());
        assertEquals("[\"Mail.Read\"]", more.path("alreadyGranted").toString());
        Printed unknown = run("app", "grant", appId, "Calendars.ReadWrite", "Mail.Sent");
        assertEquals(1, unknown.status());
        assertTrue(
                unknown.err().contains("Mail.Sent") && unknown.err().contains("Nothing was granted."), unknown.err());
        assertFalse(ok("app", "show", appId).out().contains("Calendars.ReadWrite"));
        assertEquals(1, mailboxes("reporter").size());

        String shortLived = environment(ok("app", "rotate", "reporter", "--env", "--months", "3"))
                .get("AZURE_CLIENT_SECRET");
        JsonNode secretNow = admin.http()
                .get("/v1.0/applications(appId='" + appId + "')", admin.token(GRAPH))
                .expect(200)
                .json()
                .at("/passwordCredentials/0");
        assertEquals(
                Instant.parse(secretNow.path("startDateTime").asString())
                        .atOffset(ZoneOffset.UTC)
                        .plusMonths(3)
                        .toLocalDate(),
                Instant.parse(secretNow.path("endDateTime").asString())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate());
        for (String wrong : List.of("0", "25", "x", "-1")) {
            assertEquals(64, run("app", "rotate", "reporter", "--months", wrong).status());
        }
        admin.requestToken(appId, shortLived, GRAPH).expect(200);
        String renewed = environment(ok("app", "rotate", "reporter", "--env")).get("AZURE_CLIENT_SECRET");
        assertNotEquals(secret, renewed);
        admin.requestToken(appId, secret, GRAPH).expect(401);
        admin.requestToken(appId, renewed, GRAPH).expect(200);
        assertFalse(ok("app", "show", "reporter").out().contains(key));

        Printed deleted = ok("app", "delete", "reporter");
        assertTrue(
                deleted.out()
                        .startsWith("The application reporter (" + appId
                                + ") is removed.\nIts policy, RestrictAccess on only-to-notifications ("),
                deleted.out());
        assertFalse(deleted.out().contains("The group"), deleted.out());
        admin.requestToken(appId, renewed, GRAPH).expect(400);
        assertEquals(1, count("Get-DistributionGroup"));
        JsonNode last = ok("app", "delete", "second", "--json").json();
        assertEquals("[\"only-to-notifications\"]", last.path("groups").toString());
        assertEquals(0, count("Get-DistributionGroup"));
        assertEquals(0, count("Get-ApplicationAccessPolicy"));
    }

    @Test
    void whatCannotBeConfinedIsNotCreated() {
        int before = ok("app", "list", "--json").json().size();
        refused("couldn't be found", "nobody");
        refused("may mean several mailboxes", "not*");
        ok("New-DistributionGroup", "only-to-ceo", "-Type", "Security", "-Members", "notifications");
        refused("The group only-to-ceo exists", "ceo");
        assertEquals(
                1,
                run("app", "create", "x", "--only-to", "ceo", "--permission", "Mail.Sent")
                        .status());
        ok("New-DistributionGroup", "wide", "-Type", "Security", "-Members", "ceo");
        ok(
                "New-ApplicationAccessPolicy",
                "-AppId",
                "*",
                "-AccessRight",
                "RestrictAccess",
                "-PolicyScopeGroupId",
                "wide");
        refused("is about every application", "notifications");
        assertEquals(before, ok("app", "list", "--json").json().size());
        assertEquals(1, count("Get-ApplicationAccessPolicy"));
        assertEquals(64, run("app", "create", "x", "--env", "--json").status());
        assertEquals(64, run("app", "grant", "x").status());
        assertEquals(64, run("app", "grant").status());
        Printed unknown = run("app", "show", "nothing");
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("There is no application 'nothing'."), unknown.err());
        ok("app", "create", "twin");
        ok("app", "create", "twin");
        for (String verb : List.of("show", "rotate", "delete")) {
            assertTrue(run("app", verb, "twin").err().contains("Several applications are called 'twin'"), verb);
        }
        assertTrue(run("app", "delete", "twim").err().contains("Did you mean twin?"));
        ok("identity", "create", "machine");
        assertTrue(run("app", "rotate", "machine").err().contains("managed identity"));
        ok("app", "grant", "machine", "--permission", "Mail.Read");
        ok("app", "delete", "machine");
    }

    private void refused(String text, String mailbox) {
        List<String> line = new ArrayList<>(List.of("app", "create", "x", "--permission", "Mail.Read"));
        line.addAll(List.of("--only-to", mailbox));
        Printed printed = run(line.toArray(String[]::new));
        assertEquals(1, printed.status());
        assertTrue(printed.err().contains(text) && printed.err().contains("Nothing was"), printed.err());
    }
}
