package dev.postern.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.access.ObjectId;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.token.EndpointHeader;
import dev.postern.token.Resource;
import dev.postern.token.VerifiedToken;
import dev.postern.token.World;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Successful requests to the endpoints, and the managed identity endpoints with their own errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:20:00Z");
    private static final String GRAPH = "https://graph.microsoft.com";
    private static final String MSI = "/msi/token?api-version=2019-08-01&resource=" + GRAPH;
    private static final String IMDS = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + GRAPH;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final LoginWorld here = new LoginWorld(now::get, null);
    private final World world = here.world;
    private final HttpClient http = HttpClient.newHttpClient();
    private final World.Program program = world.program(
            world.contoso,
            "Notifier",
            Credentials.NONE.withKeys(List.of(here.signer.credential(NOW.minusSeconds(60), NOW.plusSeconds(600)))));
    private final EndpointHeader header =
            EndpointHeader.create(world.contoso.id(), new ObjectId(UUID.randomUUID()), world.random);
    private final ServicePrincipal identity =
            world.identity(world.contoso, "notify", header.principal(), header.hash(world.random));
    private final TestServer imds =
            TestServer.knowingItsPort(port -> new ImdsHandler(here.login, world.contoso.id(), identity.id(), port));

    @BeforeEach
    void resetTime() {
        now.set(NOW);
    }

    @AfterAll
    void close() {
        imds.close();
        here.close();
        http.close();
    }

    private Post post(String tenant, String version) {
        return new Post("/" + tenant + "/oauth2/" + version + "token")
                .with("grant_type", "client_credentials")
                .with("client_id", program.clientId())
                .with("client_secret", program.secret().text());
    }

    private Post post() {
        return post("contoso.example", "v2.0/").with("scope", GRAPH + "/.default");
    }

    private JsonNode good(Post post) throws Exception {
        HttpResponse<String> response = post.send(http, here.server.base());
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "no-store, no-cache",
                response.headers().firstValue("Cache-Control").orElse(""));
        assertEquals("no-cache", response.headers().firstValue("Pragma").orElse(""));
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> get(URI base, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(here.server.base(), path);
        assertEquals(200, response.statusCode(), response.body());
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void version2ReturnsNumbers() throws Exception {
        JsonNode body = good(post());
        assertEquals("Bearer", body.get("token_type").asString());
        assertTrue(body.get("expires_in").isInt() && body.get("ext_expires_in").isInt());
        assertEquals(3599, body.get("expires_in").asInt());
        assertEquals(5 - 1, body.size());
        VerifiedToken token = world.verifier.verify(body.get("access_token").asString(), Resource.GRAPH);
        assertEquals(program.principal().id(), token.principal());
    }

    @Test
    void version1ReturnsTexts() throws Exception {
        JsonNode body = good(post(world.contoso.id().toString(), "").with("resource", GRAPH));
        assertEquals("3599", body.get("expires_in").asString());
        assertTrue(body.get("expires_in").isString() && body.get("expires_on").isString());
        assertEquals(
                String.valueOf(NOW.getEpochSecond() + 3599),
                body.get("expires_on").asString());
        assertEquals(
                String.valueOf(NOW.getEpochSecond() - 300),
                body.get("not_before").asString());
        assertEquals(GRAPH, body.get("resource").asString());
        assertNotNull(world.verifier.verify(body.get("access_token").asString(), Resource.GRAPH));
    }

    @Test
    void version1WithoutAResourceIsForAzureAdGraph() throws Exception {
        JsonNode body = good(post("contoso.example", ""));
        assertEquals(WellKnown.AZURE_AD_GRAPH.toString(), body.get("resource").asString());
        assertNotNull(world.verifier.verify(body.get("access_token").asString(), Resource.AZURE_AD_GRAPH));
    }

    @Test
    void aResourceMayRepeatWhatTheScopeNames() throws Exception {
        good(post().with("resource", GRAPH));
        good(post().with("resource", GRAPH + "/"));
        HttpResponse<String> other = post().with("resource", GRAPH + "/v1.0").send(http, here.server.base());
        assertEquals(400, other.statusCode());
        assertTrue(other.body().contains("AADSTS9010010"), other.body());
    }

    @Test
    void aFormMayBeMultipart() throws Exception {
        good(post().multipart());
        good(post("contoso.example", "").with("resource", GRAPH).multipart());
        Post post = post().multipart();
        good(post.body("A preamble.\r\n" + post.encoded() + "An epilogue."));
        good(post.body(post.encoded().replace("\"", ""))
                .header(
                        "Content-Type",
                        "Multipart/Form-Data; charset=utf-8; boundary=\"------------------------d74496d66958873e\""));
        good(post().with("x", "").with("y", "a line\r\nand --another").multipart());
        good(post().multipart()
                .body(post().multipart().encoded().replace("\r\n\r\n", "\r\nContent-Type: text/plain\r\n\r\n")));
    }

    @Test
    void additionalParametersOfClientsAreIgnored() throws Exception {
        good(post().with("scope", GRAPH + "/.default openid profile offline_access")
                .with("client_info", "1")
                .with("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}")
                .with("x-client-SKU", "MSAL.Java")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"));
        good(post().to("/CONTOSO.example/OAuth2/V2.0/Token?client-request-id=" + UUID.randomUUID()));
        JsonNode slash = good(post().with("scope", GRAPH + "//.default"));
        assertNotNull(world.verifier.verify(slash.get("access_token").asString(), Resource.GRAPH));
        good(post().with("scope", "00000003-0000-0000-c000-000000000000/.default"));
        good(post().with("client_id", program.clientId().toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void aSecretMayBeInTheAuthorizationHeader() throws Exception {
        String pair = URLEncoder.encode(program.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(program.secret().text(), StandardCharsets.UTF_8);
        good(post().without("client_id")
                .without("client_secret")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aRemovedSecretIsRefusedImmediately() throws Exception {
        World.Program brief = world.program(world.contoso, "Brief");
        Post post = post().with("client_id", brief.clientId())
                .with("client_secret", brief.secret().text());
        good(post);
        Application application = Objects.requireNonNull(
                world.snapshot(world.contoso).application(brief.principal().appId()));
        world.put(world.contoso, application.withCredentials(Credentials.NONE));
        assertEquals(401, post.send(http, here.server.base()).statusCode());
    }

    private Post asserting(String assertion) {
        return post().without("client_secret")
                .with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .with("client_assertion", assertion);
    }

    private JWTClaimsSet claims(String audience) {
        return LoginWorld.own(program.clientId(), audience, NOW).build();
    }

    @Test
    @SuppressWarnings("deprecation")
    void everyFormOfACertificateAssertionIsAccepted() throws Exception {
        String url = here.server.base() + "/contoso.example/oauth2/v2.0/token";
        String sha256 = here.signer.sha256();
        good(asserting(here.signer.assertion(claims(url))));
        good(asserting(here.signer.sign(
                claims(url),
                JWSAlgorithm.RS256,
                one -> one.x509CertSHA256Thumbprint(
                        new Base64URL(sha256.replace('-', '+').replace('_', '/') + "=")))));
        good(asserting(here.signer.sign(
                claims(url), JWSAlgorithm.PS256, one -> one.x509CertSHA256Thumbprint(new Base64URL(sha256)))));
        good(asserting(here.signer.sign(
                claims(url), JWSAlgorithm.RS256, one -> one.x509CertThumbprint(new Base64URL(here.signer.sha1())))));
        good(asserting(
                here.signer.assertion(LoginWorld.own(program.clientId().toUpperCase(java.util.Locale.ROOT), url, NOW)
                        .issueTime(java.util.Date.from(NOW))
                        .notBeforeTime(java.util.Date.from(NOW.plusSeconds(1)))
                        .build())));
    }

    @Test
    void everyAddressOfThisServerIsAnAudience() throws Exception {
        String id = world.contoso.id().toString();
        for (String audience : List.of(
                here.server.base() + "/" + id + "/oauth2/v2.0/token",
                here.server.base() + "/" + id + "/oauth2/token",
                World.BASE + "/contoso.example/oauth2/v2.0/token",
                World.BASE + "/" + id + "/v2.0",
                World.BASE + "/" + id + "/",
                "https://login.microsoftonline.com/" + id + "/oauth2/v2.0/token",
                "https://LOGIN.microsoftonline.com/contoso.example/v2.0",
                "https://sts.windows.net/" + id + "/")) {
            good(asserting(here.signer.assertion(claims(audience))));
        }
    }

    @Test
    void aLoopbackNameIsAnAudienceOnlyWithAPortOfThisServer() throws Exception {
        for (String host : List.of("localhost:1", "127.0.0.1:9999", "[::1]:9999", "localhost")) {
            for (String scheme : List.of("http://", "https://")) {
                String assertion = here.signer.assertion(claims(scheme + host + "/contoso.example/oauth2/v2.0/token"));
                String answer = RawHttp.send(
                        here.server.base(),
                        "POST",
                        "/contoso.example/oauth2/v2.0/token",
                        asserting(assertion).encoded(),
                        "Host: " + host,
                        "Content-Type: application/x-www-form-urlencoded");
                assertEquals(401, RawHttp.status(answer), answer);
                assertTrue(answer.contains("AADSTS700023"), answer);
            }
        }
    }

    @Test
    void aConfiguredNameIsAnAudienceWithThePortOfTheRequest() throws Exception {
        // the test server accepts any Host, as the real one accepts configured names
        String answer = RawHttp.send(
                here.server.base(),
                "POST",
                "/contoso.example/oauth2/v2.0/token",
                asserting(here.signer.assertion(claims("http://mail.example.org:9443/contoso.example/v2.0")))
                        .encoded(),
                "Host: mail.example.org:9443",
                "Content-Type: application/x-www-form-urlencoded");
        assertEquals(200, RawHttp.status(answer), answer);
    }

    @Test
    void theMetadataServiceAcceptsItsOwnNameOnly() throws Exception {
        String port = ":" + imds.base().getPort();
        for (String host : List.of("169.254.169.254", "localhost" + port, "127.0.0.1" + port, "[::1]" + port)) {
            String answer = RawHttp.send(imds.base(), "GET", IMDS, "", "Host: " + host, "Metadata: true");
            assertEquals(200, RawHttp.status(answer), answer);
        }
        for (String host :
                List.of("rebind.attacker.example" + port, "rebind.attacker.example", "localhost", "127.0.0.1:1")) {
            String answer = RawHttp.send(imds.base(), "GET", IMDS, "", "Host: " + host, "Metadata: true");
            assertEquals(400, RawHttp.status(answer), answer);
            assertFalse(answer.contains("access_token"), answer);
        }
        String twice = RawHttp.send(
                imds.base(), "GET", IMDS, "", "Host: localhost" + port, "Metadata: false", "Metadata: true");
        assertEquals(400, RawHttp.status(twice), twice);
        String posted = RawHttp.send(imds.base(), "POST", IMDS, "", "Host: localhost" + port, "Metadata: true");
        assertEquals(405, RawHttp.status(posted), posted);
    }

    @Test
    void anAssertionIsAcceptedOnceForEachResource() throws Exception {
        Post post = asserting(here.signer.assertion(claims(World.BASE + "/contoso.example/v2.0")));
        good(post);
        assertEquals(401, post.send(http, here.server.base()).statusCode());
        for (String spelling :
                List.of(GRAPH + "/", GRAPH.toUpperCase(java.util.Locale.ROOT), WellKnown.MICROSOFT_GRAPH.toString())) {
            HttpResponse<String> again =
                    post.with("scope", spelling + "/.default").send(http, here.server.base());
            assertTrue(again.body().contains("AADSTS50013"), spelling + " " + again.body());
            HttpResponse<String> first = asserting(post.parameter("client_assertion"))
                    .to("/contoso.example/oauth2/token")
                    .without("scope")
                    .with("resource", spelling)
                    .send(http, here.server.base());
            assertTrue(first.body().contains("AADSTS50013"), spelling + " " + first.body());
        }
        good(post.with("scope", "https://management.azure.com/.default"));
        now.set(NOW.plus(Duration.ofMinutes(14)));
        assertEquals(401, post.send(http, here.server.base()).statusCode());
        now.set(NOW.plus(Duration.ofMinutes(16)));
        world.used.forgetExpired();
        assertEquals(0, world.database.<Long>read(sql -> sql.number("select count(*) from used_assertion")));
    }

    @Test
    void aTokenOfOneTenantIsRefusedInAnother() throws Exception {
        String token = good(post()).get("access_token").asString();
        assertEquals(
                world.contoso.id(), world.verifier.verify(token, Resource.GRAPH).tenant());
        HttpResponse<String> elsewhere =
                post().to("/fabrikam.example/oauth2/v2.0/token").send(http, here.server.base());
        assertEquals(400, elsewhere.statusCode());
        assertTrue(elsewhere.body().contains("AADSTS700016"));
    }

    @Test
    void aTokenAndARefusalAreAuditedAndCounted() throws Exception {
        String token = good(post()).get("access_token").asString();
        VerifiedToken verified = world.verifier.verify(token, Resource.GRAPH);
        world.audit.flush();
        List<AuditEntry> entries = world.auditRows.ofTenant(world.contoso.id());
        assertTrue(entries.stream()
                .anyMatch(one -> one.verdict().equals("granted")
                        && String.valueOf(one.explanation()).contains(verified.id())));
        assertTrue(world.auditRows.isWhole(world.contoso.id()));
        long before = here.login.log().counts().getOrDefault("AADSTS7000215", 0L);
        post().with("client_secret", "wrong").send(http, here.server.base());
        assertEquals(before + 1, here.login.log().counts().get("AADSTS7000215"));
        assertNotNull(here.login.log().counts().get("issued"));
    }

    @Test
    void theDiscoveryDocumentsContainOnlyThisServer() throws Exception {
        String base = here.server.base().toString();
        String id = world.contoso.id().toString();
        JsonNode second = json("/contoso.example/v2.0/.well-known/openid-configuration");
        assertEquals(base + "/" + id + "/v2.0", second.get("issuer").asString());
        assertEquals(
                base + "/" + id + "/oauth2/v2.0/token",
                second.get("token_endpoint").asString());
        assertEquals(
                base + "/" + id + "/discovery/v2.0/keys", second.get("jwks_uri").asString());
        assertTrue(second.get("authorization_endpoint").asString().startsWith(base));
        JsonNode first = json("/" + id + "/.well-known/openid-configuration");
        assertEquals("https://sts.windows.net/" + id + "/", first.get("issuer").asString());
        assertEquals(base + "/common/discovery/keys", first.get("jwks_uri").asString());
        JsonNode common = json("/common/v2.0/.well-known/openid-configuration");
        assertEquals(base + "/{tenantid}/v2.0", common.get("issuer").asString());
        HttpResponse<String> unknown =
                get(here.server.base(), "/tailspin.example/v2.0/.well-known/openid-configuration");
        assertEquals(400, unknown.statusCode());
        assertEquals(
                "invalid_tenant",
                JsonMapper.shared().readTree(unknown.body()).get("error").asString());
    }

    @Test
    void thePublishedKeysVerifyTokens() throws Exception {
        String token = good(post()).get("access_token").asString();
        for (String path : List.of(
                "/contoso.example/discovery/v2.0/keys",
                "/contoso.example/discovery/keys",
                "/common/discovery/keys",
                "/common/discovery/v2.0/keys")) {
            var keys = com.nimbusds.jose.jwk.JWKSet.parse(
                    get(here.server.base(), path).body());
            var jwt = com.nimbusds.jwt.SignedJWT.parse(token);
            var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
            assertTrue(jwt.verify(new com.nimbusds.jose.crypto.RSASSAVerifier(key)));
            assertEquals(1, key.getX509CertChain().size());
        }
    }

    @Test
    void ownInstancesAreKnown() throws Exception {
        String start = "/common/discovery/instance?api-version=1.1&authorization_endpoint=";
        String tail = "/contoso.example/oauth2/v2.0/authorize";
        for (String instance :
                List.of("https://localhost", "https://localhost:1234", "https://login.microsoftonline.com")) {
            JsonNode body = json(start + URLEncoder.encode(instance + tail, StandardCharsets.UTF_8));
            assertTrue(body.get("tenant_discovery_endpoint")
                    .asString()
                    .endsWith("/contoso.example/v2.0/.well-known/openid-configuration"));
            assertFalse(body.get("metadata").get(0).get("aliases").isEmpty());
        }
        for (String instance : List.of("https://evil.example", "http://localhost", "no address")) {
            HttpResponse<String> unknown =
                    get(here.server.base(), start + URLEncoder.encode(instance + tail, StandardCharsets.UTF_8));
            assertEquals(400, unknown.statusCode());
            assertTrue(unknown.body().contains("AADSTS50049"), unknown.body());
        }
    }

    @Test
    void appServiceIssuesATokenForTheRightHeader() throws Exception {
        for (String selector : List.of(
                "",
                "&client_id=" + identity.appId(),
                "&object_id=" + identity.id(),
                "&principal_id=" + identity.id(),
                "&mi_res_id=" + URLEncoder.encode(identity.alternativeNames().getLast(), StandardCharsets.UTF_8))) {
            HttpResponse<String> response = get(here.server.base(), MSI + selector, "X-IDENTITY-HEADER", header.text());
            assertEquals(200, response.statusCode(), response.body());
            JsonNode body = JsonMapper.shared().readTree(response.body());
            assertEquals(identity.appId().toString(), body.get("client_id").asString());
            assertEquals(
                    String.valueOf(NOW.getEpochSecond() + 3599),
                    body.get("expires_on").asString());
            assertFalse(body.has("expires_in"));
            assertEquals(
                    identity.id(),
                    world.verifier
                            .verify(body.get("access_token").asString(), Resource.GRAPH)
                            .principal());
        }
        HttpResponse<String> old =
                get(here.server.base(), MSI.replace("2019-08-01", "2017-09-01"), "secret", header.text());
        assertEquals(
                "11/23/2026 02:19:59 +00:00",
                JsonMapper.shared().readTree(old.body()).get("expires_on").asString());
    }

    @Test
    void appServiceHasItsOwnErrorFormat() throws Exception {
        URI base = here.server.base();
        for (String wrong : List.of("", "x", header.text() + "x", header.text().substring(1), header.secret())) {
            assertEquals(401, get(base, MSI, "X-IDENTITY-HEADER", wrong).statusCode());
        }
        assertEquals(401, get(base, MSI).statusCode());
        assertEquals(401, get(base, MSI, "secret", header.text()).statusCode());
        for (String query : List.of(
                "&client_id=" + UUID.randomUUID(),
                "&object_id=" + identity.id() + "&client_id=" + identity.appId(),
                "&mi_res_id=/subscriptions/other")) {
            HttpResponse<String> none = get(base, MSI + query, "X-IDENTITY-HEADER", header.text());
            assertEquals(400, none.statusCode());
            JsonNode body = JsonMapper.shared().readTree(none.body());
            assertEquals(400, body.get("statusCode").asInt());
            assertEquals(
                    "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
                    body.get("message").asString());
            assertNotNull(body.get("correlationId"));
        }
        assertEquals(
                400,
                get(base, "/msi/token?api-version=2019-08-01", "X-IDENTITY-HEADER", header.text())
                        .statusCode());
        assertEquals(
                400,
                get(base, MSI + "&resource=x", "X-IDENTITY-HEADER", header.text())
                        .statusCode());
        for (String sent : List.of("X-IDENTITY-HEADER", "secret")) {
            String address = "/msi/token?resource=" + GRAPH;
            String missing = get(base, address, sent, header.text()).body();
            assertTrue(missing.contains("'api-version' is missing"), missing);
            String wrong = get(base, address + "&api-version=2017-09-02", sent, header.text())
                    .body();
            assertTrue(wrong.contains("'api-version' 2017-09-02 is not supported"), wrong);
        }
        assertEquals(
                200,
                get(base, "/msi/token?API-Version=2019-08-01&Resource=" + GRAPH, "X-IDENTITY-HEADER", header.text())
                        .statusCode());
        assertTrue(get(
                        base,
                        "/msi/token?api-version=2019-08-01&resource=api://unknown",
                        "X-IDENTITY-HEADER",
                        header.text())
                .body()
                .contains("AADSTS500011"));
    }

    @Test
    void theMetadataServiceHasExactlyOneIdentity() throws Exception {
        for (String path : List.of(
                IMDS,
                IMDS.replace("token?", "token/?"),
                "/" + IMDS,
                IMDS.replace("api-version", "API-Version").replace("resource", "Resource"),
                IMDS + "&Client_ID=" + identity.appId(),
                IMDS + "&client_id=" + identity.appId(),
                IMDS + "&msi_res_id=" + identity.alternativeNames().getLast())) {
            HttpResponse<String> response = get(imds.base(), path, "metadata", "TRUE");
            assertEquals(200, response.statusCode(), response.body());
            JsonNode body = JsonMapper.shared().readTree(response.body());
            for (String name : List.of("expires_in", "expires_on", "ext_expires_in", "not_before")) {
                assertTrue(body.get(name).isString(), name);
            }
            assertEquals("3599", body.get("expires_in").asString());
            assertEquals(GRAPH, body.get("resource").asString());
        }
    }

    private void imdsRefuses(int status, String text, String path, String... headers) throws Exception {
        HttpResponse<String> response = get(imds.base(), path, headers);
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains(text), response.body());
    }

    @Test
    void theMetadataServiceHasItsOwnErrorFormat() throws Exception {
        imdsRefuses(400, "Required metadata header not specified", IMDS);
        imdsRefuses(400, "Required metadata header not specified", "/metadata/identity/oauth2/token");
        imdsRefuses(400, "X-Forwarded-For", IMDS, "Metadata", "true", "X-Forwarded-For", "10.0.0.1");
        imdsRefuses(400, "Identity not found", IMDS + "&client_id=" + UUID.randomUUID(), "Metadata", "true");
        imdsRefuses(
                400,
                "Identity not found",
                IMDS + "&client_id=" + identity.appId() + "&object_id=" + identity.id(),
                "Metadata",
                "true");
        imdsRefuses(400, "AADSTS500011", IMDS + "x", "Metadata", "true");
        imdsRefuses(400, "'api-version' 1 is not supported", IMDS.replace("2018-02-01", "1"), "Metadata", "true");
        imdsRefuses(400, "'api-version' is missing", IMDS.replace("api-version", "version"), "Metadata", "true");
        imdsRefuses(400, "given twice", IMDS + "&Resource=x", "Metadata", "true");
        imdsRefuses(400, "resource", IMDS.substring(0, IMDS.indexOf("&resource")), "Metadata", "true");
        imdsRefuses(401, "unknown_source", "/metadata/instance", "Metadata", "true");
    }
}
