package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several servers in one process, several tenants in one server, several servers on one database. */
class TwoServersTest {
    private static final String MESSAGES = "/v1.0/users/shared@contoso.example/messages";

    @Test
    void twoServersAreIndependent() {
        try (TestPostern one = TestPostern.start();
                TestPostern other = TestPostern.start()) {
            one.admin().sharedMailbox("shared");
            other.admin().sharedMailbox("shared");
            String token = one.admin().token(one.admin().app("reader", "Mail.Read"));
            one.admin().http().get(MESSAGES, token).expect(200);
            assertEquals(
                    "InvalidAuthenticationToken",
                    other.admin().http().get(MESSAGES, token).expect(401).code());
        }
    }

    @Test
    void tenantsOfOneServerAreIsolated() {
        try (TestPostern postern = TestPostern.start("tenant.additional", "fabrikam.example")) {
            Administration contoso = postern.admin();
            Administration fabrikam = Administration.of(postern.folder().resolve("admin-fabrikam.example.json"));
            contoso.sharedMailbox("shared");
            Administration.App stranger = fabrikam.app("stranger", "Mail.Read", "Mail.Send");
            Answer unknown = contoso.http().get(MESSAGES, fabrikam.token(stranger));
            assertEquals("ErrorInvalidUser", unknown.expect(404).code());
            Answer elsewhere = contoso.requestToken(stranger.appId(), stranger.secret(), Administration.GRAPH);
            assertEquals(700016, elsewhere.json().get("error_codes").get(0).asInt());
            assertTrue(fabrikam.cmdlet("Get-Mailbox").isEmpty());
            Answer foreignCmdlet = fabrikam.http()
                    .post(
                            "/adminapi/beta/" + contoso.tenantId() + "/InvokeCommand",
                            fabrikam.token(Administration.EXCHANGE),
                            "{\"CmdletInput\":{\"CmdletName\":\"Get-Mailbox\",\"Parameters\":{}}}");
            assertTrue(foreignCmdlet.status() == 401 || foreignCmdlet.status() == 403, foreignCmdlet::toString);
        }
    }

    @Test
    void twoServersShareADatabase() {
        String url = Databases.postgresUrl();
        try (TestPostern one = TestPostern.start("--database", url);
                TestPostern other = TestPostern.start("--database", url)) {
            one.admin().sharedMailbox("shared");
            one.admin().securityGroup("nobody");
            Administration.App app = one.admin().app("reader", "Mail.Read", "Mail.Send");
            String token = one.admin().token(app);
            Http there = other.admin().http();
            Waiting.until(() -> Optional.of(there.get(MESSAGES, token)).filter(answer -> answer.status() == 200));
            there.post(
                            "/v1.0/users/shared@contoso.example/sendMail",
                            token,
                            Administration.mail("Across", "shared@contoso.example"))
                    .expect(202);
            Waiting.until(() -> Optional.of(one.admin()
                            .http()
                            .get("/v1.0/users/shared@contoso.example/mailFolders/inbox/messages", token)
                            .expect(200)
                            .json()
                            .get("value"))
                    .filter(inbox -> inbox.size() == 1));
            one.admin().restrict(app.appId(), "nobody");
            one.admin().http().get(MESSAGES, token).expect(403);
            Waiting.until(() -> Optional.of(there.get(MESSAGES, token)).filter(answer -> answer.status() == 403));
        }
    }

    @Test
    void aFolderBelongsToOneServer() {
        try (TestPostern postern = TestPostern.start()) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> TestPostern.start(postern.folder()));
            assertTrue(String.valueOf(refused.getMessage()).contains("Another Postern runs on"));
            assertTrue(Files.exists(postern.folder().resolve("admin.json")));
        }
    }

    @Test
    void publicPagesContainNoNames() {
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("shared");
            Administration.App app = admin.app("unscoped", "Mail.Read");
            assertEquals(200, admin.http().get("/healthz", null).status());
            assertEquals(200, admin.http().get("/readyz", null).status());
            String metrics = admin.http().get("/metrics", null).expect(200).body();
            assertTrue(metrics.contains("postern_unscoped_grants 1.0"), metrics);
            assertFalse(metrics.contains(app.appId()) || metrics.contains("shared"), metrics);
        }
    }
}
