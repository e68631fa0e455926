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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The administrator lists, rotates and revokes its secrets; no other application can, whatever its roles. */
class AdministratorSecretsTest {
    private static final String MANAGEMENT = "https://management.azure.com";
    private static final String SECRETS = "/postern/admin/secrets";

    private record Printed(int status, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }
    }

    private static Printed run(Path folder, String... words) {
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

    private static String secret(Path folder) throws Exception {
        return Json.parse(Files.readString(folder.resolve("admin.json")))
                .path("clientSecret")
                .asString();
    }

    @Test
    void aSecretIsListedRotatedAndRevoked() throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            String before = secret(folder);
            JsonNode listed = run(folder, "admin", "list", "--json").json();
            assertEquals(1, listed.size());
            assertEquals(
                    List.of("keyId", "node", "startDateTime", "endDateTime"),
                    List.copyOf(listed.path(0).propertyNames()));
            assertFalse(run(folder, "admin", "list", "--json").out().contains(before));

            Printed rotated = run(folder, "admin", "rotate", "--json");
            assertEquals(0, rotated.status(), rotated.err());
            String after = rotated.json().path("clientSecret").asString();
            assertNotEquals(before, after);
            assertEquals(after, secret(folder));
            admin.requestToken(admin.clientId(), before, MANAGEMENT).expect(401);
            admin.requestToken(admin.clientId(), after, MANAGEMENT).expect(200);

            JsonNode renewed = run(folder, "admin", "list", "--json").json();
            assertEquals(1, renewed.size());
            String key = renewed.path(0).path("keyId").asString();
            assertNotEquals(listed.path(0).path("keyId"), renewed.path(0).path("keyId"));
            assertEquals(
                    1,
                    run(folder, "admin", "revoke", listed.path(0).path("keyId").asString())
                            .status());
            assertEquals(1, run(folder, "admin", "revoke", "x").status());
            assertEquals(64, run(folder, "admin", "revoke").status());
            Printed revoked = run(folder, "admin", "revoke", key);
            assertEquals(0, revoked.status(), revoked.err());
            admin.requestToken(admin.clientId(), after, MANAGEMENT).expect(401);
        }
        // a start takes another
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            admin.requestToken(admin.clientId(), secret(folder), MANAGEMENT).expect(200);
        }
    }

    @Test
    void noOtherApplicationReadsOrChangesThem() throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            String before = secret(folder);
            JsonNode auditor = run(folder, "app", "create", "auditor", "--permission", "Audit.Read.All")
                    .json();
            JsonNode all = run(
                            folder,
                            "app",
                            "create",
                            "all",
                            "--permission",
                            "Application.ReadWrite.All",
                            "--permission",
                            "AppRoleAssignment.ReadWrite.All",
                            "--permission",
                            "Mail.ReadWrite",
                            "--permission",
                            "Audit.Read.All",
                            "--permission",
                            "Identity.ReadWrite.All",
                            "--permission",
                            "Workflow.ReadWrite.All")
                    .json();
            for (JsonNode app : List.of(auditor, all)) {
                String token = admin.requestToken(
                                app.path("appId").asString(),
                                app.path("clientSecret").asString(),
                                MANAGEMENT)
                        .expect(200)
                        .json()
                        .path("access_token")
                        .asString();
                admin.http().get(SECRETS, token).expect(403);
                admin.http().post(SECRETS + "/rotate", token, "{}").expect(403);
                String key = run(folder, "admin", "list", "--json")
                        .json()
                        .path(0)
                        .path("keyId")
                        .asString();
                admin.http()
                        .send("DELETE", SECRETS + "/" + key, token, null, null)
                        .expect(403);
            }
            assertEquals(before, secret(folder));
            assertTrue(admin.http()
                    .get("/postern/audit?denied=true", admin.token(MANAGEMENT))
                    .expect(200)
                    .body()
                    .contains("POST /postern/admin/secrets/rotate"));
        }
    }

    @Test
    void anAuditorReadsTheAuditAndNothingElse() throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sales");
            JsonNode auditor = run(folder, "app", "create", "auditor", "--permission", "Audit.Read.All")
                    .json();
            String app = auditor.path("appId").asString();
            String secret = auditor.path("clientSecret").asString();
            String graph = admin.requestToken(app, secret, "https://graph.microsoft.com")
                    .expect(200)
                    .json()
                    .path("access_token")
                    .asString();
            admin.http()
                    .get("/v1.0/users/sales@contoso.example/messages", graph)
                    .expect(403);
            admin.http().get("/v1.0/users", graph).expect(403);
            admin.http().get("/v1.0/servicePrincipals", graph).expect(403);
            admin.http()
                    .post("/v1.0/applications", graph, "{\"displayName\":\"x\"}")
                    .expect(403);
            String token = admin.requestToken(app, secret, MANAGEMENT)
                    .expect(200)
                    .json()
                    .path("access_token")
                    .asString();
            admin.http().post("/postern/identities", token, "{\"name\":\"x\"}").expect(403);
            admin.http()
                    .get("/subscriptions/s/resourceGroups?api-version=2019-05-01", token)
                    .expect(403);
            JsonNode found = admin.http()
                    .get("/postern/audit?app=auditor&denied=true&mailbox=sales@contoso.example", token)
                    .expect(200)
                    .json();
            assertEquals(1, found.path("value").size(), found::toString);
            JsonNode entry = found.path("value").path(0);
            assertEquals("GET /users/{id}/messages", entry.path("operation").asString());
            assertEquals("auditor", entry.path("appDisplayName").asString());
            assertTrue(entry.path("verified").asBoolean());
            admin.http().get("/postern/audit?app=missing", token).expect(404);
            admin.http()
                    .get("/postern/audit?mailbox=missing@contoso.example", token)
                    .expect(404);
            admin.http().get("/postern/audit?since=yesterday", token).expect(400);
            admin.http().get("/postern/audit?colour=red", token).expect(400);
            admin.http().get("/postern/audit?$skiptoken=x", token).expect(400);
            admin.http().get("/postern/audit?$top=0", token).expect(400);
            admin.http().get("/postern/audit?$top=100000", token).expect(200);
            String link = admin.http()
                    .get("/postern/audit?$top=2", token)
                    .expect(200)
                    .json()
                    .path("@odata.nextLink")
                    .asString();
            JsonNode second = admin.http()
                    .get(link.substring(link.indexOf("/postern/")), token)
                    .expect(200)
                    .json();
            assertEquals(2, second.path("value").size());
        }
    }
}
