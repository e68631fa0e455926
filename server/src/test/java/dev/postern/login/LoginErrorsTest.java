package dev.postern.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.ShownEntry;
import dev.postern.directory.Credentials;
import dev.postern.directory.FederatedCredential;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import dev.postern.token.LoginError;
import dev.postern.token.Signer;
import dev.postern.token.World;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every mistake of a client gets the response in errors.csv, and no response contains a secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginErrorsTest {
    private static final String GRAPH = "https://graph.microsoft.com/.default";
    private static final String SUBJECT = "system:serviceaccount:mail:notify";
    private static final String SECRET = "a-secret-that-nobody-may-see-anywhere";
    private static final Instant NOW = Instant.parse("2026-11-23T01:20:00Z");

    private final LoginWorld here = new LoginWorld(() -> NOW, null);
    private final World world = here.world;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Signer stranger = new Signer();
    private final World.Program good = world.program(world.contoso, "Notifier", credentials());
    private final World.Program other = world.program(world.contoso, "Other");
    private final World.Program foreign = world.program(world.fabrikam, "Foreign");
    private final World.Program off = world.program(world.contoso, "Off");
    private final String path = "/" + world.contoso.id() + "/oauth2/v2.0/token";
    private String app = good.clientId();

    LoginErrorsTest() {
        world.disable(world.contoso, off.principal());
        world.resource(world.contoso, "api://off", false, false, Map.of());
        world.resource(world.contoso, "api://assigned", true, true, Map.of());
        // Credentials can be on the application or on the service principal; these are on the latter.
        world.put(
                world.contoso,
                good.principal()
                        .withCredentials(Credentials.NONE
                                .withPasswords(List.of(
                                        password("expired", NOW.minusSeconds(60), NOW),
                                        password("early", NOW.plusSeconds(1), NOW.plusSeconds(60))))
                                .withKeys(List.of(here.signer.credential(NOW.minusSeconds(1), NOW.plusSeconds(60))))));
    }

    private PasswordCredential password(String secret, Instant start, Instant end) {
        return new PasswordCredential(UUID.randomUUID(), null, "x", start, end, SecretHash.of(secret, world.random));
    }

    private Credentials credentials() {
        return Credentials.NONE
                .withKeys(List.of(stranger.credential(NOW.minusSeconds(60), NOW)))
                .withFederated(List.of(
                        federated(LoginWorld.ISSUER),
                        federated("https://down.example"),
                        federated("https://localhost")));
    }

    private static FederatedCredential federated(String issuer) {
        return new FederatedCredential(UUID.randomUUID(), "ci", issuer, SUBJECT, List.of(LoginWorld.EXCHANGE), null);
    }

    @AfterAll
    void close() {
        here.close();
        http.close();
    }

    private Post post() {
        return new Post(path)
                .with("grant_type", "client_credentials")
                .with("client_id", app)
                .with("client_secret", good.secret().text())
                .with("scope", GRAPH);
    }

    private Post asserting(String assertion) {
        return post().without("client_secret")
                .with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .with("client_assertion", assertion);
    }

    private JWTClaimsSet.Builder own() {
        return LoginWorld.own(app, World.BASE + path, NOW);
    }

    private Post signed(JWTClaimsSet.Builder claims) {
        return asserting(here.signer.assertion(claims.build()));
    }

    private Post federated(JWTClaimsSet.Builder claims) {
        return asserting(here.signer.issued(claims.build()));
    }

    private JWTClaimsSet.Builder outside() {
        return LoginWorld.outside(SUBJECT, NOW);
    }

    private Post as(World.Program program) {
        app = program.clientId();
        return post().with("client_secret", program.secret().text());
    }

    private Post mistake(String name) throws Exception {
        return switch (name) {
            case "wrong secret" -> post().with("client_secret", SECRET);
            case "empty secret" -> post().with("client_secret", "");
            case "secret of another application" ->
                post().with("client_secret", other.secret().text());
            case "secret that is not valid yet" -> post().with("client_secret", "early");
            case "expired secret" -> post().with("client_secret", "expired");
            case "no credential" -> post().without("client_secret");
            case "unknown application" -> post().with("client_id", "11111111-1111-4111-8111-111111111111");
            case "application of another tenant" -> as(foreign);
            case "client id is no guid" -> post().with("client_id", "somebody");
            case "unknown tenant id" -> post().to("/22222222-2222-4222-8222-222222222222/oauth2/v2.0/token");
            case "unknown tenant domain" -> post().to("/tailspin.example/oauth2/v2.0/token");
            case "malformed tenant" -> post().to("/-/oauth2/v2.0/token");
            case "common", "organizations", "consumers" -> post().to("/" + name + "/oauth2/v2.0/token");
            case "scope without default" -> post().with("scope", "https://graph.microsoft.com/Mail.Send");
            case "scopes of users only" -> post().with("scope", "openid profile");
            case "two resources" -> post().with("scope", GRAPH + " https://outlook.office365.com/.default");
            case "scope without resource" -> post().with("scope", "/.default");
            case "unknown resource" -> post().with("scope", "https://unknown.example/.default");
            case "disabled resource" -> post().with("scope", "api://off/.default");
            case "resource without scope" -> post().without("scope").with("resource", "https://graph.microsoft.com");
            case "resource beside another scope" -> post().with("resource", "https://outlook.office365.com");
            case "no grant type" -> post().without("grant_type");
            case "no client id" -> post().without("client_id");
            case "no scope" -> post().without("scope");
            case "unsupported grant" -> post().with("grant_type", "password");
            case "assertion by another key" -> asserting(new Signer().assertion(own().build()));
            case "assertion with a wrong signature" ->
                asserting(stranger.sign(
                        own().build(),
                        JWSAlgorithm.RS256,
                        header -> header.x509CertSHA256Thumbprint(new Base64URL(here.signer.sha256()))));
            case "assertion by an expired certificate" -> asserting(stranger.assertion(own().build()));
            case "assertion expired" -> signed(own().expirationTime(Date.from(NOW.minusSeconds(300))));
            case "assertion not yet valid" -> signed(own().notBeforeTime(Date.from(NOW.plusSeconds(301))));
            case "assertion valid for a year" ->
                signed(own().expirationTime(Date.from(NOW.plus(Duration.ofDays(365)))));
            case "assertion for another host" -> signed(own().audience("https://evil.example" + path));
            case "assertion for another tenant" ->
                signed(own().audience(World.BASE + "/" + world.fabrikam.id() + "/oauth2/v2.0/token"));
            case "assertion malformed" -> asserting("not.a.token");
            case "assertion without thumbprint" ->
                asserting(here.signer.sign(own().build(), JWSAlgorithm.RS256, header -> {}));
            case "assertion without id" -> signed(own().jwtID(null));
            case "assertion without expiry time" -> signed(own().expirationTime(null));
            case "assertion unsigned" ->
                asserting(encode("{\"alg\":\"none\"}") + "."
                        + encode(own().build().toString()) + ".");
            case "assertion of another subject" -> signed(own().subject(other.clientId()));
            case "assertion of another issuer" -> signed(own().issuer(other.clientId()));
            case "assertion used before" -> {
                Post twice = signed(own());
                assertEquals(200, twice.send(http, here.server.base()).statusCode());
                yield twice;
            }
            case "assertion without its type" -> signed(own()).without("client_assertion_type");
            case "assertion of a wrong type" -> signed(own()).with("client_assertion_type", "saml");
            case "federated without credentials" -> {
                app = other.clientId();
                yield federated(outside());
            }
            case "federated issuer differs" -> federated(outside().issuer(LoginWorld.ISSUER + "/"));
            case "federated audience differs" -> federated(outside().audience("api://other"));
            case "federated subject differs" -> federated(outside().subject("system:serviceaccount:mail:other"));
            case "federated subject differs by case" ->
                federated(outside().subject("system:serviceaccount:mail:Notify"));
            case "federated with our own token" ->
                asserting(world.token(world.contoso, good.principal(), "https://graph.microsoft.com")
                        .text());
            case "federated issuer cannot be reached" -> federated(outside().issuer("https://down.example"));
            case "federated by an unknown key" ->
                asserting(stranger.sign(outside().build(), JWSAlgorithm.RS256, header -> header.keyID("unknown")));
            case "federated with a wrong signature" ->
                asserting(stranger.issued(outside().build()));
            case "federated expired" -> federated(outside().expirationTime(Date.from(NOW.minusSeconds(300))));
            case "federated with PS256" ->
                asserting(here.signer.sign(outside().build(), JWSAlgorithm.PS256, header -> header.keyID("outside")));
            case "disabled application" -> as(off);
            case "no role" -> post().with("scope", "api://assigned/.default");
            case "JSON body" ->
                post().header("Content-Type", "application/json; charset=utf-8").body("{\"client_id\":\"x\"}");
            case "text body" -> post().header("Content-Type", "text/plain;charset=UTF-8");
            case "empty form" -> post().body("");
            case "multipart without boundary" -> post().multipart().header("Content-Type", "multipart/form-data");
            case "multipart cut off" -> {
                Post whole = post().multipart();
                yield whole.body(whole.encoded().substring(0, whole.encoded().length() - 6));
            }
            case "multipart with a file" -> {
                Post whole = post().multipart();
                yield whole.body(whole.encoded().replace("name=\"scope\"", "name=\"scope\"; filename=\"scope.txt\""));
            }
            case "multipart without names" -> {
                Post whole = post().multipart();
                yield whole.body(whole.encoded().replace("Content-Disposition", "Content-Description"));
            }
            case "multipart with long headers" -> {
                Post whole = post().multipart();
                yield whole.body(whole.encoded().replaceFirst("\r\n\r\n", "\r\nX: " + "y".repeat(1024) + "\r\n\r\n"));
            }
            case "multipart parameter twice" -> {
                Post whole = post().multipart();
                yield whole.body(whole.encoded().replace("name=\"client_secret\"", "name=\"scope\""));
            }
            case "multipart with too many parts" -> {
                Post many = post();
                for (int i = 0; i < 100; i++) {
                    many.with("x" + i, "1");
                }
                yield many.multipart();
            }
            case "multipart too large" ->
                post().with("x", "y".repeat(64 * 1024)).multipart();
            case "multipart without grant type" -> post().without("grant_type").multipart();
            case "parameter twice" -> post().body(post().encoded() + "&scope=x");
            case "broken percent encoding" -> post().body(post().encoded() + "&x=%zz");
            case "cut percent encoding" -> post().body(post().encoded() + "&x=%2");
            case "not utf-8" -> post().body(post().encoded() + "&x=%ff%fe");
            case "too many parameters" -> {
                var body = new StringBuilder(post().encoded());
                for (int i = 0; i < 100; i++) {
                    body.append("&x").append(i).append("=1");
                }
                yield post().body(body.toString());
            }
            case "too large" -> post().with("x", "y".repeat(64 * 1024));
            case "secret and assertion" -> signed(own()).with("client_secret", SECRET);
            case "broken basic header" -> post().without("client_secret").header("Authorization", "Basic !");
            case "basic header of another application" ->
                post().without("client_secret").header("Authorization", basic(other.clientId(), SECRET));
            case "wrong secret in the header" ->
                post().without("client_secret").header("Authorization", basic(app, SECRET));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "errors.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void aMistakeGetsItsErrorResponse(String mistake, int status, int code, String error, String text)
            throws Exception {
        app = good.clientId();
        String id = UUID.randomUUID().toString();
        Post post = mistake(mistake).header("client-request-id", id).header("return-client-request-id", "true");
        HttpResponse<String> response = post.send(http, here.server.base());
        assertEquals(status, response.statusCode(), response.body());
        JsonNode body = JsonMapper.shared().readTree(response.body());
        String start = "AADSTS" + code + ": "
                + text.replace("{app}", app)
                        .replace("{tenant}", world.contoso.id().toString());
        String description = body.get("error_description").asString();
        assertTrue(description.startsWith(start), description);
        assertTrue(
                description.endsWith(" Trace ID: " + body.get("trace_id").asString() + " Correlation ID: " + id
                        + " Timestamp: 2026-11-23 01:20:00Z"),
                description);
        assertEquals(error, body.get("error").asString());
        assertEquals("[" + code + "]", body.get("error_codes").toString());
        assertEquals("2026-11-23 01:20:00Z", body.get("timestamp").asString());
        assertEquals(id, body.get("correlation_id").asString());
        assertEquals(id, response.headers().firstValue("client-request-id").orElse(""));
        assertEquals(
                "no-store, no-cache",
                response.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "application/json; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        assertTellsNoSecret(response.body(), post.encoded());
        if (!Set.of(90002, 900023, 50059).contains(code)) {
            List<AuditEntry> entries =
                    world
                            .audit
                            .byRequest(
                                    world.contoso.id(),
                                    UUID.fromString(body.get("trace_id").asString()))
                            .stream()
                            .map(shown -> Objects.requireNonNull(shown.entry()))
                            .toList();
            assertEquals(1, entries.size());
            assertEquals("AADSTS" + code, entries.getFirst().rule());
            assertEquals("denied", entries.getFirst().verdict());
            assertTellsNoSecret(entries.getFirst().toString(), post.encoded());
        }
    }

    /** People paste the secret into the field beside it. */
    @Test
    void aSecretInTheWrongFieldIsNotRecorded() throws Exception {
        for (Post post : List.of(
                post().with("client_id", SECRET),
                post().with("scope", SECRET),
                post().with("scope", SECRET + "/.default"),
                post().with("scope", GRAPH + " " + SECRET + "/.default"),
                post().with("scope", "https://x.example/?s=" + SECRET + "/.default"),
                post().with("grant_type", SECRET),
                post().to("/contoso.example/oauth2/token").with("resource", SECRET))) {
            HttpResponse<String> response = post.send(http, here.server.base());
            JsonNode body = JsonMapper.shared().readTree(response.body());
            assertTrue(body.get("error_description").asString().contains(SECRET), "Entra repeats it to the caller");
            List<ShownEntry> entries = world.audit.byRequest(
                    world.contoso.id(), UUID.fromString(body.get("trace_id").asString()));
            assertEquals(1, entries.size());
            String text = entries.getFirst().toString();
            assertFalse(text.contains(SECRET), text);
            assertTrue(text.contains("characters, not recorded"), text);
        }
        HttpResponse<String> known = post().with("client_id", "11111111-1111-4111-8111-111111111111")
                .with("scope", "https://graph.microsoft.com/.default")
                .send(http, here.server.base());
        String text = world.audit
                .byRequest(
                        world.contoso.id(),
                        UUID.fromString(JsonMapper.shared()
                                .readTree(known.body())
                                .get("trace_id")
                                .asString()))
                .getFirst()
                .toString();
        assertTrue(text.contains("11111111-1111-4111-8111-111111111111") && text.contains("graph.microsoft.com"), text);
    }

    private void assertTellsNoSecret(String text, String sent) {
        assertFalse(text.contains(SECRET));
        assertFalse(text.contains(good.secret().text()));
        int assertion = sent.indexOf("client_assertion=ey");
        if (assertion >= 0) {
            String token = sent.substring(assertion + "client_assertion=".length());
            for (String part : token.split("\\.")) {
                assertFalse(part.length() > 20 && text.contains(part));
            }
        }
        assertFalse(text.contains("Exception"));
    }

    @Test
    void theTestContainsEveryErrorOfTheTokenEndpoint() throws Exception {
        var codes = new HashSet<Integer>();
        try (var in = LoginErrorsTest.class.getResourceAsStream("errors.csv")) {
            for (String line : new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList()) {
                codes.add(Integer.parseInt(line.split("\\|")[2]));
            }
        }
        for (LoginError error : EnumSet.complementOf(
                EnumSet.of(LoginError.UNKNOWN_INSTANCE, LoginError.UNAVAILABLE, LoginError.THROTTLED))) {
            assertTrue(codes.contains(error.code()), error.name());
        }
        assertFalse(codes.isEmpty());
    }
}
