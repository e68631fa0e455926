package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Instance discovery over plain HTTP: the document that it names is at the HTTPS port, whatever port the client asked about. */
class InstanceDiscoveryTest {
    private static TestPostern postern;

    @BeforeAll
    static void start() {
        postern = TestPostern.start("server.public-names", "mail.example.org,https://proxy.example.org");
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static JsonNode discover(String authority) {
        Administration admin = postern.admin();
        String endpoint = authority + "/" + admin.tenantId() + "/oauth2/v2.0/authorize";
        return admin.http()
                .get("/common/discovery/instance?api-version=1.1&authorization_endpoint=" + Http.encode(endpoint), null)
                .expect(200)
                .json();
    }

    private static String document(String authority) {
        return "https://" + authority + "/" + postern.admin().tenantId() + "/v2.0/.well-known/openid-configuration";
    }

    @Test
    void theDocumentIsAtTheSecurePort() {
        String secure = URI.create(postern.tlsAddress()).getAuthority();
        String plain = URI.create(postern.address()).getAuthority();
        for (String asked : new String[] {secure, "localhost", plain}) {
            JsonNode found = discover("https://" + asked);
            assertEquals(
                    document(secure), found.get("tenant_discovery_endpoint").asString());
            assertEquals(secure, found.at("/metadata/0/preferred_network").asString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.microsoftonline.com", "proxy.example.org", "mail.example.org"})
    void otherNamesOfThisServerKeepTheirAuthority(String authority) {
        assertEquals(
                document(authority),
                discover("https://" + authority)
                        .get("tenant_discovery_endpoint")
                        .asString());
    }

    /** MSAL for Python asks a public host that a proxy leads here, and leaves out the port of the authority it asks about. */
    @Test
    void aNameWithoutPortGetsThePortOfThisServer() {
        Administration admin = postern.admin();
        Http other = new Http(postern.address().replace("localhost", "127.0.0.1"));
        String endpoint = "https://localhost/" + admin.tenantId() + "/oauth2/v2.0/authorize";
        assertEquals(
                document(URI.create(postern.tlsAddress()).getAuthority()),
                other.get(
                                "/common/discovery/instance?api-version=1.1&authorization_endpoint="
                                        + Http.encode(endpoint),
                                null)
                        .expect(200)
                        .json()
                        .get("tenant_discovery_endpoint")
                        .asString());
    }

    @Test
    void theDocumentHasTheVersionOfTheEndpoint() {
        for (String[] asked : new String[][] {
            {"1.0", "/oauth2/authorize", "/.well-known/openid-configuration"},
            {"1.0", "/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration"},
            {"1.1", "/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration"}
        }) {
            Administration admin = postern.admin();
            String endpoint = postern.tlsAddress() + "/" + admin.tenantId() + asked[1];
            assertEquals(
                    postern.tlsAddress() + "/" + admin.tenantId() + asked[2],
                    admin.http()
                            .get(
                                    "/common/discovery/instance?api-version=" + asked[0] + "&authorization_endpoint="
                                            + Http.encode(endpoint),
                                    null)
                            .expect(200)
                            .json()
                            .get("tenant_discovery_endpoint")
                            .asString());
        }
    }
}
