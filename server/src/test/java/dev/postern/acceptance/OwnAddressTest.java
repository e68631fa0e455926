package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The addresses of the server are names of Microsoft Graph, because clients of other clouds derive the scope from the endpoint
 * (hashicorp/terraform-provider-azuread#1358, hashicorp/terraform-provider-azurerm#15743). A foreign address never is.
 */
class OwnAddressTest {
    private static final String USERS = "/v1.0/users";
    private static final String GRAPH_APP = "00000003-0000-0000-c000-000000000000";

    @TempDir
    Path folder;

    private static JsonNode claims(String token) {
        return Json.parse(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static Answer request(Administration admin, Administration.App app, String resource) {
        return admin.requestToken(app.appId(), app.secret(), resource);
    }

    private static int number(Answer refused) {
        return refused.expect(400).json().get("error_codes").get(0).asInt();
    }

    /** Case fi-12. */
    @Test
    void everyOwnAddressIsANameOfGraph() {
        try (TestPostern postern =
                TestPostern.start("server.public-names", "https://mail.contoso.example,box.example")) {
            Administration admin = postern.admin();
            Administration.App app = admin.app("cloud", "User.Read.All");
            URI tls = URI.create(postern.tlsAddress());
            for (String name : List.of(
                    postern.tlsAddress(),
                    postern.tlsAddress() + "/",
                    postern.address(),
                    "https://LOCALHOST:" + tls.getPort(),
                    "https://localhost",
                    "https://localhost/",
                    "https://127.0.0.1:" + tls.getPort() + "/",
                    "https://[::1]:" + tls.getPort(),
                    "https://mail.contoso.example",
                    "https://mail.contoso.example:443/",
                    "https://box.example",
                    "https://box.example:" + tls.getPort())) {
                String token = request(admin, app, name)
                        .expect(200)
                        .json()
                        .get("access_token")
                        .asString();
                assertEquals(name, claims(token).get("aud").asString());
                assertEquals("[\"User.Read.All\"]", claims(token).get("roles").toString(), name);
                assertTrue(claims(token).has("wids"), name);
                admin.http().get(USERS, token).expect(200);
                // a permission that the application does not have, and a resource that the token is not for
                admin.http().get("/v1.0/applications", token).expect(403);
                admin.http()
                        .get("/subscriptions/s/providers/Microsoft.Logic/workflows?api-version=2019-05-01", token)
                        .expect(401);
            }
            Answer first = admin.http()
                    .form(
                            "/" + admin.tenantId() + "/oauth2/token",
                            Map.of(
                                    "grant_type",
                                    "client_credentials",
                                    "client_id",
                                    app.appId(),
                                    "client_secret",
                                    app.secret(),
                                    "resource",
                                    postern.tlsAddress() + "/"))
                    .expect(200);
            assertEquals(
                    postern.tlsAddress() + "/", first.json().get("resource").asString());
            admin.http().get(USERS, first.json().get("access_token").asString()).expect(200);
        }
    }

    @Test
    void aForeignAddressIsNotANameOfGraph() {
        try (TestPostern postern = TestPostern.start("server.public-names", "https://mail.contoso.example")) {
            Administration admin = postern.admin();
            Administration.App app = admin.app("cloud", "User.Read.All");
            int port = URI.create(postern.tlsAddress()).getPort();
            for (String name : List.of(
                    "https://localhost:1",
                    "http://localhost",
                    "http://localhost:" + port,
                    "https://other.example",
                    "https://mail.contoso.example.evil.example",
                    "https://evil.mail.contoso.example",
                    "https://mail.contoso.example:8443",
                    "http://mail.contoso.example",
                    "https://user@localhost:" + port,
                    "https://localhost:" + port + "@evil.example",
                    "https://localhost:" + port + "/v1.0",
                    "https://localhost:" + port + "?x",
                    "https://localhost:" + port + "#x",
                    "https://localhost:" + port + "//",
                    "https://localhost:0" + port,
                    "https://localhost.:" + port,
                    "localhost:" + port,
                    "ftp://localhost:" + port,
                    "https://localhost:99999999999")) {
                assertEquals(500011, number(request(admin, app, name)), name);
            }
        }
    }

    @Test
    void aConfiguredNameIsANameOfGraph() {
        try (TestPostern postern = TestPostern.configured(
                folder, "graph.resource-names: [\"https://graph.corp.example\", \"api://mail\"]\n")) {
            Administration admin = postern.admin();
            Administration.App app = admin.app("cloud", "User.Read.All");
            for (String name : List.of("https://graph.corp.example", "https://Graph.corp.example/", "api://mail")) {
                String token = request(admin, app, name)
                        .expect(200)
                        .json()
                        .get("access_token")
                        .asString();
                assertEquals(name, claims(token).get("aud").asString());
                admin.http().get(USERS, token).expect(200);
            }
            assertEquals(500011, number(request(admin, app, "https://graph.corp.example:8443")));
            assertEquals(500011, number(request(admin, app, "api://mail/x")));
        }
    }

    /** Where clients resolve public names to this server, each name still means its own service. */
    @Test
    void namesOfOtherServicesKeepTheirMeaning() {
        try (TestPostern postern = TestPostern.start(
                "server.public-names", "https://management.azure.com,https://outlook.office365.com")) {
            Administration admin = postern.admin();
            admin.cmdlet("Get-Mailbox");
            admin.http()
                    .get(
                            "/subscriptions/s/providers/Microsoft.Logic/workflows?api-version=2019-05-01",
                            admin.token(Administration.MANAGEMENT))
                    .expect(200);
            admin.http().get(USERS, admin.token(Administration.MANAGEMENT)).expect(401);
        }
    }

    @Test
    void noApplicationCanTakeAnOwnAddress() {
        try (TestPostern postern = TestPostern.start("graph.resource-names", "https://graph.corp.example")) {
            Administration admin = postern.admin();
            String token = admin.token(Administration.GRAPH);
            for (String name : List.of(postern.tlsAddress(), "https://localhost/", "https://graph.corp.example")) {
                Answer refused = admin.http()
                        .post(
                                "/v1.0/applications",
                                token,
                                "{\"displayName\":\"taker\",\"identifierUris\":[\"" + name + "\"]}");
                assertEquals(
                        "Another object with the same value for property identifierUris already exists.",
                        refused.expect(400).message());
            }
            admin.http()
                    .post(
                            "/v1.0/applications",
                            token,
                            "{\"displayName\":\"own\",\"identifierUris\":[\"https://localhost:1\"]}")
                    .expect(201);
        }
    }

    /** A managed identity of a workload, over the protocol of App Service. */
    @Test
    void aManagedIdentityMayUseAnOwnAddress() {
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            JsonNode identity = admin.http()
                    .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"reporter\"}")
                    .expect(201)
                    .json();
            admin.grant(identity.get("principalId").asString(), "User.Read.All");
            String token = admin.http()
                    .post(
                            "/postern/identities/reporter/tokens",
                            admin.token(Administration.MANAGEMENT),
                            "{\"resource\":\"" + postern.tlsAddress() + "/\"}")
                    .expect(200)
                    .json()
                    .get("access_token")
                    .asString();
            assertEquals(postern.tlsAddress() + "/", claims(token).get("aud").asString());
            admin.http().get(USERS, token).expect(200);
            admin.http()
                    .get("/v1.0/servicePrincipals(appId='" + GRAPH_APP + "')", token)
                    .expect(403);
        }
    }
}
