package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.token.Signer;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An assertion can be used while it is valid or, if configured, once for each resource. */
class AssertionReuseTest {
    private static final List<String> SPELLINGS = List.of(
            "https://graph.microsoft.com",
            "https://graph.microsoft.com/",
            "HTTPS://GRAPH.MICROSOFT.COM",
            "00000003-0000-0000-c000-000000000000");
    private final Signer signer = new Signer();

    Administration.App app(Administration admin) throws Exception {
        Administration.App app = admin.app("signer");
        String key = Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
        admin.http()
                .send(
                        "PATCH",
                        "/v1.0/applications(appId='" + app.appId() + "')",
                        admin.token(Administration.GRAPH),
                        "application/json",
                        "{\"keyCredentials\":[{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\"" + key
                                + "\"}]}")
                .expect(204);
        return app;
    }

    String assertion(TestPostern postern, Administration.App app, String authority) {
        Instant now = Instant.now();
        return signer.assertion(new JWTClaimsSet.Builder()
                .issuer(app.appId())
                .subject(app.appId())
                .audience(authority + "/" + postern.admin().tenantId() + "/oauth2/v2.0/token")
                .jwtID(UUID.randomUUID().toString())
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .build());
    }

    static Answer ask(TestPostern postern, Administration.App app, String assertion, boolean v2, String resource) {
        return postern.admin()
                .http()
                .form(
                        "/" + postern.admin().tenantId() + (v2 ? "/oauth2/v2.0/token" : "/oauth2/token"),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                app.appId(),
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                assertion,
                                v2 ? "scope" : "resource",
                                v2 ? resource + "/.default" : resource));
    }

    @Test
    void byDefaultAClientMayReuseIt() throws Exception {
        try (TestPostern postern = TestPostern.start()) {
            Administration.App app = app(postern.admin());
            String assertion = assertion(postern, app, postern.tlsAddress());
            for (int i = 0; i < 3; i++) {
                ask(postern, app, assertion, true, SPELLINGS.getFirst()).expect(200);
            }
            for (String authority : List.of("https://localhost:1", "https://127.0.0.1:8", "http://[::1]:9")) {
                Answer elsewhere = ask(postern, app, assertion(postern, app, authority), true, SPELLINGS.getFirst());
                assertEquals(
                        700023,
                        elsewhere.expect(401).json().at("/error_codes/0").asInt());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ifUsesAreLimitedTheLimitCoversAllNamesOfAResource(boolean v2) throws Exception {
        try (TestPostern postern = TestPostern.start("token.single-use-assertions", "true")) {
            Administration.App app = app(postern.admin());
            for (String spelling : SPELLINGS) {
                String assertion = assertion(postern, app, postern.tlsAddress());
                ask(postern, app, assertion, v2, spelling).expect(200);
                for (String other : SPELLINGS) {
                    for (boolean form : new boolean[] {true, false}) {
                        Answer again = ask(postern, app, assertion, form, other).expect(401);
                        assertTrue(again.body().contains("AADSTS50013"), again::body);
                    }
                }
                ask(postern, app, assertion, v2, Administration.MANAGEMENT).expect(200);
            }
        }
    }

    @Test
    void aConfiguredAddressIsAnAudience() throws Exception {
        try (TestPostern postern =
                TestPostern.start("server.public-names", "localhost:9443,mail.example.org,https://proxy.example.org")) {
            Administration.App app = app(postern.admin());
            for (String authority : List.of(
                    "https://localhost:9443",
                    "https://mail.example.org",
                    "https://proxy.example.org",
                    postern.address(),
                    postern.tlsAddress())) {
                ask(postern, app, assertion(postern, app, authority), true, SPELLINGS.getFirst())
                        .expect(200);
            }
            for (String authority :
                    List.of("https://localhost", "https://localhost:9444", "https://other.example.org")) {
                ask(postern, app, assertion(postern, app, authority), true, SPELLINGS.getFirst())
                        .expect(401);
            }
        }
    }
}
