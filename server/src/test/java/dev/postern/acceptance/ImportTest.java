package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import dev.postern.importer.Exports;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code ./postern import} against a server: the tenant, its administrator, and what its applications access over HTTP. */
class ImportTest {
    private record Ran(int status, String out, String err) {}

    private static Ran run(TestPostern postern, String profile, Path folder, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Client client = new Client(
                Map.of("POSTERN_PROFILE", postern.folder().resolve(profile).toString()),
                folder,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = client.run(new Command.Remote(
                Stream.concat(Stream.of("import"), Stream.of(arguments)).toList()));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Path export(String spelling) throws IOException {
        Path folder = TestFolders.folder("postern-export");
        for (Map.Entry<String, byte[]> file : Exports.of(spelling).files().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    private static TestPostern start(Engine engine) {
        return engine == Engine.SQLITE ? TestPostern.start() : TestPostern.start("--database", Databases.postgresUrl());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void applicationsAccessWhatTheyAccessedInTheExport(Engine engine) throws IOException {
        Path folder = export("ps51");
        try (TestPostern postern = start(engine)) {
            Ran ran = run(
                    postern,
                    "admin.json",
                    folder,
                    ".",
                    "--tenant",
                    "Copy.example",
                    "--profile-out",
                    "copy.json",
                    "--json");
            assertEquals(0, ran.status(), ran::err);
            JsonNode printed = Json.parse(ran.out());
            assertEquals(8, printed.path("imported").path("mailboxes").asInt());
            assertEquals(4, printed.path("imported").path("policies").asInt());
            assertTrue(
                    printed.path("unused").isArray() && !printed.path("unused").isEmpty());
            assertTrue(ran.err().contains("WARNING: The scope of the policy "), ran::err);

            Path file = folder.resolve("copy.json");
            JsonNode profile = TestPostern.read(file);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(profile.get("tenantId"), printed.get("tenantId"));
            String secret = profile.path("clientSecret").asString();
            assertFalse(
                    secret.isEmpty() || ran.out().contains(secret) || ran.err().contains(secret));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(8, files.count(), "no other file is left");
            }

            Administration copy = Administration.of(file);
            verdicts(copy);
            live(copy);
        }
    }

    private static void verdicts(Administration copy) {
        for (String[] row : new String[][] {
            {"40000032-0000-4000-b000-000000000032", "bert@contoso.com", "Granted"},
            {"40000032-0000-4000-b000-000000000032", "ceo@contoso.com", "Denied"},
            {"40000033-0000-4000-b000-000000000033", "ceo@contoso.com", "Denied"},
            {"40000033-0000-4000-b000-000000000033", "cara@contoso.com", "Granted"},
            {"40000037-0000-4000-b000-000000000037", "cara@contoso.com", "Denied"},
            {"40000038-0000-4000-b000-000000000038", "otto@fabrikam.com", "Granted"},
            {"40000038-0000-4000-b000-000000000038", "anna@contoso.com", "Denied"},
        }) {
            JsonNode tested = copy.cmdlet("Test-ApplicationAccessPolicy", "AppId", row[0], "Identity", row[1]);
            assertEquals(row[2], tested.get(0).path("AccessCheckResult").asString(), row[0] + " " + row[1]);
        }
        JsonNode planner = copy.cmdlet(
                "Test-ServicePrincipalAuthorization", "Identity", "planner", "Resource", "anna@contoso.com");
        List<String> inScope = planner.valueStream()
                .map(row -> row.path("RoleName").asString() + " "
                        + row.path("AllowedResourceScope").asString() + " "
                        + row.path("InScope").asString())
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "Application Calendars.Read Sales by group true",
                        "Application Contacts.Read 10000190-0000-4000-8000-000000000190 false",
                        "Application Mail.Send All but board true"),
                inScope);
    }

    private static void live(Administration copy) {
        String crm = token(copy, "10000033-0000-4000-8000-000000000033", "40000033-0000-4000-b000-000000000033");
        assertEquals(200, messages(copy, crm, "anna@contoso.com"));
        assertEquals(200, messages(copy, crm, "otto@fabrikam.com"));
        assertEquals(403, messages(copy, crm, "ceo@contoso.com"));
        String payroll = token(copy, "10000035-0000-4000-8000-000000000035", "40000035-0000-4000-b000-000000000035");
        assertEquals(200, messages(copy, payroll, "cara@contoso.com"), "by RBAC, without any role in the token");
        assertEquals(403, messages(copy, payroll, "anna@contoso.com"));
        String ghostly = token(copy, "10000037-0000-4000-8000-000000000037", "40000037-0000-4000-b000-000000000037");
        assertEquals(403, messages(copy, ghostly, "anna@contoso.com"));
    }

    private static String token(Administration copy, String principal, String appId) {
        String secret = copy.http()
                .post(
                        "/v1.0/servicePrincipals/" + principal + "/addPassword",
                        copy.token(Administration.GRAPH),
                        "{\"passwordCredential\":{\"displayName\":\"test\"}}")
                .expect(200)
                .json()
                .get("secretText")
                .asString();
        return copy.token(new Administration.App(appId, principal, secret));
    }

    private static int messages(Administration copy, String token, String address) {
        return copy.http().get("/v1.0/users/" + address + "/messages", token).status();
    }

    @Test
    void onlyTheOperatorImportsAndATenantIsCreatedOnce() throws IOException {
        Path folder = export("ps7");
        Path data = TestFolders.folder("postern-import");
        try (TestPostern postern = TestPostern.start(data, "tenant.additional", "fabrikam.example")) {
            Ran other = run(
                    postern,
                    "admin-fabrikam.example.json",
                    folder,
                    ".",
                    "--tenant",
                    "copy.example",
                    "--profile-out",
                    "no.json");
            assertEquals(1, other.status());
            assertEquals(
                    "Only the administrator of the server's first tenant can import tenants. (AuthorizationFailed)\n",
                    other.err());
            Ran taken =
                    run(postern, "admin.json", folder, ".", "--tenant", "fabrikam.example", "--profile-out", "no.json");
            assertEquals(1, taken.status());
            assertTrue(
                    taken.err().startsWith("A tenant with the domain 'fabrikam.example' exists already."), taken::err);
            assertFalse(Files.exists(folder.resolve("no.json")));

            Path known = Files.writeString(folder.resolve("copy.json"), "{}");
            Ran kept =
                    run(postern, "admin.json", folder, ".", "--tenant", "copy.example", "--profile-out", "copy.json");
            assertEquals(1, kept.status());
            assertTrue(kept.err().contains("copy.json exists."), kept::err);
            assertEquals("{}", Files.readString(known));
            Files.delete(known);
            Path useless = Files.createDirectory(folder.resolve("useless"));
            Files.writeString(useless.resolve("Get-Recipient.json"), "[{\"Name\":\"x\"}]");
            Ran nothing = run(
                    postern, "admin.json", folder, "useless", "--tenant", "copy.example", "--profile-out", "no.json");
            assertEquals(1, nothing.status(), nothing::out);
            assertTrue(nothing.err().startsWith("Nothing of the export can be used"), nothing::err);
            assertFalse(Files.exists(folder.resolve("no.json")));

            // neither of them made the tenant
            Ran made =
                    run(postern, "admin.json", folder, ".", "--tenant", "copy.example", "--profile-out", "copy.json");
            assertEquals(0, made.status(), made::err);
            assertTrue(made.out().contains("  mailboxes: 8\n"), made::out);
            assertTrue(made.out().contains("Get-Recipient.json, everyone@contoso.com: Postern has no"), made::out);
            Administration.App stranger = postern.admin().app("stranger", "Mail.Read");
            String path = "/postern/import?tenant=strange.example";
            for (String token : new String[] {
                null,
                postern.admin().token(Administration.GRAPH),
                postern.admin()
                        .requestToken(stranger.appId(), stranger.secret(), Administration.MANAGEMENT)
                        .json()
                        .path("access_token")
                        .asString()
            }) {
                int status = postern.admin().http().post(path, token, "{}").status();
                assertEquals(
                        token == null || token.equals(postern.admin().token(Administration.GRAPH)) ? 401 : 403, status);
            }
            assertEquals(
                    400,
                    postern.admin()
                            .http()
                            .post(path, postern.admin().token(Administration.MANAGEMENT), "{}")
                            .status(),
                    "no archive");

            Administration copy = Administration.of(folder.resolve("copy.json"));
            assertEquals(8, copy.cmdlet("Get-Mailbox").size());
            assertEquals(0, postern.admin().cmdlet("Get-Mailbox").size(), "tenants are separate");
            assertEquals(
                    1,
                    run(postern, "admin.json", folder, ".", "--tenant", "copy.example", "--profile-out", "copy2.json")
                            .status());
        }
        // The secret ends with the server; the next one writes a profile for every tenant that it has.
        try (TestPostern postern = TestPostern.start(data, "tenant.additional", "fabrikam.example")) {
            Administration old = Administration.of(folder.resolve("copy.json"));
            Administration copy = postern.admin("copy.example");
            assertEquals(old.tenantId(), copy.tenantId());
            assertEquals(8, copy.cmdlet("Get-Mailbox").size());
            assertEquals(
                    401,
                    copy.requestToken(old.clientId(), old.clientSecret(), Administration.GRAPH)
                            .status());
        }
    }

    @Test
    void whatCannotBeReadIsRefusedByName() throws IOException {
        Path folder = TestFolders.folder("postern-export");
        try (TestPostern postern = TestPostern.start()) {
            Ran missing = run(
                    postern,
                    "admin.json",
                    folder,
                    "nowhere",
                    "--tenant",
                    "a.example",
                    "--profile-out",
                    "p.json",
                    "--json");
            assertEquals(1, missing.status());
            assertTrue(missing.err().startsWith("There is no directory "), missing::err);
            assertEquals("", missing.out());
            Ran empty = run(postern, "admin.json", folder, ".", "--tenant", "a.example", "--profile-out", "p.json");
            assertEquals(1, empty.status());
            assertTrue(empty.err().startsWith("Nothing could be read: "), empty::err);
            Files.writeString(folder.resolve("Get-Recipient.json"), "");
            Files.writeString(folder.resolve("Get-ManagementScope.json"), "[{");
            Ran unread = run(postern, "admin.json", folder, ".", "--tenant", "a.example", "--profile-out", "p.json");
            assertEquals(1, unread.status());
            assertTrue(
                    unread.err()
                            .startsWith("Nothing could be read. Get-ManagementScope.json: The file is not valid JSON"),
                    unread::err);
            assertEquals(
                    64,
                    run(postern, "admin.json", folder, ".", "--tenant", "a.example")
                            .status());
            Ran domain = run(postern, "admin.json", folder, ".", "--tenant", "a b", "--profile-out", "p.json");
            assertEquals(1, domain.status());
            assertTrue(domain.err().startsWith("The domain of the new tenant must be a name such as"), domain::err);
            assertFalse(Files.exists(folder.resolve("p.json")));
            try (var large = Files.newByteChannel(
                    folder.resolve("Get-DistributionGroup.json"),
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.WRITE)) {
                large.position(300L << 20).write(java.nio.ByteBuffer.wrap(new byte[] {'['}));
            }
            Ran large = run(postern, "admin.json", folder, ".", "--tenant", "a.example", "--profile-out", "p.json");
            assertEquals(1, large.status());
            assertTrue(large.err().contains("Get-DistributionGroup.json has 314572801 bytes."), large::err);
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(3, files.count());
            }
        }
    }
}
