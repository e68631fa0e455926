package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a running server says of itself to each of its tenants. */
class ServerStatusTest {
    private static JsonNode status(Administration admin) {
        return admin.http()
                .get("/postern/status", admin.token(Administration.MANAGEMENT))
                .expect(200)
                .json();
    }

    @Test
    void mailTrafficAndCredentialsAreThoseOfNow() {
        try (TestPostern postern = TestPostern.start("tenant.additional", "fabrikam.example")) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sender");
            Administration.App app = admin.app("mailer", "Mail.Send");
            JsonNode before = status(admin);
            assertEquals("ok", before.at("/health/status").asString(), before::toString);
            assertTrue(before.at("/memory/heapUsed").asLong() > 0);
            assertTrue(before.at("/disk/free").asLong() > 0);
            assertTrue(before.at("/uptimeSeconds").asLong() >= 0);
            assertEquals("SQLite", before.path("database").asString());
            assertEquals(1, before.path("nodes").size());
            assertTrue(before.at("/nodes/0/answering").asBoolean());
            assertEquals(1, before.at("/directory/mailboxes").asInt(), before::toString);
            assertEquals(0, before.at("/credentials/value").size(), before::toString);

            admin.http()
                    .post(
                            "/v1.0/users/sender@contoso.example/sendMail",
                            admin.token(app),
                            Administration.mail("Out", "desk@elsewhere.example", "other@elsewhere.example"))
                    .expect(202);
            admin.http().get("/v1.0/users", null).expect(401);
            String soon = Instant.now().plusSeconds(10 * 24 * 3_600).toString();
            admin.http()
                    .post(
                            "/v1.0/applications(appId='" + app.appId() + "')/addPassword",
                            admin.token(Administration.GRAPH),
                            "{\"passwordCredential\":{\"displayName\":\"short\",\"endDateTime\":\"" + soon + "\"}}")
                    .expect(200);
            JsonNode after = Waiting.until(() -> Optional.of(status(admin))
                    .filter(status -> status.at("/mail/states/noRoute").asInt() == 1));
            assertTrue(!Instant.parse(after.at("/mail/oldest").asString()).isAfter(Instant.now()));
            assertEquals("mailer", after.at("/credentials/value/0/app").asString(), after::toString);
            assertEquals(1, after.at("/credentials/value").size(), after::toString);
            assertTrue(sum(after, "refused") >= sum(before, "refused") + 1, after::toString);
            assertTrue(sum(after, "requests") >= sum(before, "requests") + 3, after::toString);

            JsonNode others = status(postern.admin("fabrikam.example"));
            assertEquals("{}", others.at("/mail/states").toString());
            assertEquals(0, others.at("/credentials/value").size());
            assertEquals(0, others.at("/directory/mailboxes").asInt());
            String stranger = admin.requestToken(app.appId(), app.secret(), Administration.MANAGEMENT)
                    .expect(200)
                    .json()
                    .path("access_token")
                    .asString();
            admin.http().get("/postern/status", stranger).expect(403);
        }
    }

    private static long sum(JsonNode status, String name) {
        return status.at("/traffic/samples")
                .valueStream()
                .mapToLong(one -> one.path(name).asLong())
                .sum();
    }
}
