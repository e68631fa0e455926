package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The listener for operators, and the version of the server. */
class ManagementListenerTest {
    private static final List<String> PATHS = List.of("/healthz", "/readyz", "/metrics");

    @Test
    void healthAndMetricsAreOnlyOnTheirListener() {
        try (TestPostern postern = TestPostern.start("server.management-port", "0")) {
            JsonNode profile = TestPostern.read(postern.folder().resolve("admin.json"));
            Http management = new Http(profile.path("managementServer").asString());
            for (String path : PATHS) {
                postern.admin().http().get(path, null).expect(404);
                management.get(path, null).expect(200);
            }
            assertTrue(management.get("/metrics", null).body().contains("postern_tls_certificate_expiry"));
            String token = postern.admin().token(Administration.MANAGEMENT);
            management.get("/postern/version", token).expect(404);
            management
                    .post("/contoso.example/oauth2/v2.0/token", null, "grant_type=client_credentials")
                    .expect(404);
        }
    }

    @Test
    void withoutItTheyAreWhereTheyWere() {
        try (TestPostern postern = TestPostern.start()) {
            JsonNode profile = TestPostern.read(postern.folder().resolve("admin.json"));
            assertFalse(profile.has("managementServer"));
            for (String path : PATHS) {
                postern.admin().http().get(path, null).expect(200);
            }
        }
    }

    @Test
    void theVersionIsForTheAdministrator() {
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            JsonNode version = admin.http()
                    .get("/postern/version", admin.token(Administration.MANAGEMENT))
                    .expect(200)
                    .json();
            assertEquals("from source", version.path("version").asString());
            assertTrue(Integer.parseInt(version.path("schema").asString()) >= 51, version::toString);
            assertEquals(Runtime.version().toString(), version.path("java").asString());
            admin.http().get("/postern/version", null).expect(401);
            Administration.App app = admin.app("reader", "Mail.Read");
            String stranger = admin.requestToken(app.appId(), app.secret(), Administration.MANAGEMENT)
                    .expect(200)
                    .json()
                    .path("access_token")
                    .asString();
            admin.http().get("/postern/version", stranger).expect(403);
        }
    }
}
