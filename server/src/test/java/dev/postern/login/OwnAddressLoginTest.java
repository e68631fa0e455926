package dev.postern.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.directory.Credentials;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.EndpointHeader;
import dev.postern.token.Resource;
import dev.postern.token.TokenRefused;
import dev.postern.token.World;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All four endpoints issue tokens for this server's own address as for Graph, and refuse any other address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnAddressLoginTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:20:00Z");
    private static final String IMDS = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=";

    private final LoginWorld here = new LoginWorld(() -> NOW, null);
    private final World world = here.world;
    private final HttpClient http = HttpClient.newHttpClient();
    private final World.Program program = world.program(
            world.contoso,
            "Cloud",
            Credentials.NONE.withKeys(List.of(here.signer.credential(NOW.minusSeconds(60), NOW.plusSeconds(600)))));
    private final EndpointHeader header =
            EndpointHeader.create(world.contoso.id(), new ObjectId(UUID.randomUUID()), world.random);
    private final ServicePrincipal identity =
            world.identity(world.contoso, "notify", header.principal(), header.hash(world.random));
    private final TestServer imds =
            TestServer.knowingItsPort(port -> new ImdsHandler(here.login, world.contoso.id(), identity.id(), port));
    private final String own = here.server.base().toString();

    @AfterAll
    void close() {
        imds.close();
        here.close();
        http.close();
    }

    private HttpResponse<String> get(URI address, String name, String value) throws Exception {
        var request = HttpRequest.newBuilder(address).header(name, value).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Requests a token at each endpoint. */
    private List<HttpResponse<String>> everywhere(String name) throws Exception {
        Post post = new Post("/contoso.example/oauth2/v2.0/token")
                .with("grant_type", "client_credentials")
                .with("client_id", program.clientId())
                .with("client_secret", program.secret().text());
        return List.of(
                post.with("scope", name + "/.default").send(http, here.server.base()),
                post.without("scope")
                        .to("/contoso.example/oauth2/token")
                        .with("resource", name)
                        .send(http, here.server.base()),
                get(
                        URI.create(own + "/msi/token?api-version=2019-08-01&resource=" + encode(name)),
                        "X-IDENTITY-HEADER",
                        header.text()),
                get(
                        URI.create(own + "/msi/token?api-version=2017-09-01&resource=" + encode(name)),
                        "secret",
                        header.text()),
                get(URI.create(imds.base() + IMDS + encode(name)), "Metadata", "true"));
    }

    @Test
    void everyEndpointKnowsTheOwnAddress() throws Exception {
        for (String name : List.of(
                own,
                own + "/",
                World.BASE + "/",
                "https://localhost",
                "https://localhost:443",
                "https://LOCALHOST:443/")) {
            for (HttpResponse<String> response : everywhere(name)) {
                assertEquals(200, response.statusCode(), response.body());
                JsonNode body = JsonMapper.shared().readTree(response.body());
                if (body.has("resource")) {
                    assertEquals(name, body.get("resource").asString());
                }
                String token = body.get("access_token").asString();
                assertEquals(
                        world.contoso.id(),
                        world.verifier.verify(token, Resource.GRAPH).tenant());
                for (Resource other : List.of(Resource.EXCHANGE, Resource.AZURE_AD_GRAPH, Resource.MANAGEMENT)) {
                    TokenRefused refused = assertThrows(TokenRefused.class, () -> world.verifier.verify(token, other));
                    assertEquals(TokenRefused.Reason.WRONG_AUDIENCE, refused.reason());
                }
            }
        }
    }

    @Test
    void noEndpointKnowsAForeignAddress() throws Exception {
        for (String name : List.of(
                "https://localhost:1",
                "https://localhost:80",
                "http://localhost:443",
                "https://other.example",
                own + "/v1.0")) {
            for (HttpResponse<String> response : everywhere(name)) {
                assertEquals(400, response.statusCode(), response.body());
                assertTrue(response.body().contains("AADSTS500011"), response.body());
            }
        }
    }

    /** The caller chooses the Host header, so it makes no name. */
    @Test
    void theHostOfTheRequestMakesNoName() throws Exception {
        String form = "grant_type=client_credentials&client_id=" + program.clientId() + "&client_secret="
                + program.secret().text() + "&scope=https://evil.example/.default";
        for (String host : List.of("evil.example", "localhost:1")) {
            String answer = RawHttp.send(
                    here.server.base(),
                    "POST",
                    "/contoso.example/oauth2/v2.0/token",
                    form.replace("evil.example", host),
                    "Host: " + host,
                    "Content-Type: application/x-www-form-urlencoded");
            assertTrue(answer.contains("AADSTS500011"), answer);
        }
    }

    /** A server that moved to another address refuses the tokens for its former one, because that may be another server now. */
    @Test
    void aTokenForAFormerAddressIsRefused() throws Exception {
        URI former = URI.create("https://former.example:8443");
        world.own.add(former);
        String token = world.token(world.contoso, program.principal(), former.toString())
                .text();
        world.verifier.verify(token, Resource.GRAPH);
        world.own.remove(former);
        assertEquals(
                TokenRefused.Reason.WRONG_AUDIENCE,
                assertThrows(TokenRefused.class, () -> world.verifier.verify(token, Resource.GRAPH))
                        .reason());
    }

    /** With single use, an own address is one more spelling of Graph and not another resource. */
    @Test
    void anAssertionIsUsedOnceUnderAllNames() throws Exception {
        String assertion =
                here.signer.assertion(LoginWorld.own(program.clientId(), World.BASE + "/contoso.example/v2.0", NOW)
                        .build());
        Post post = new Post("/contoso.example/oauth2/v2.0/token")
                .with("grant_type", "client_credentials")
                .with("client_id", program.clientId())
                .with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .with("client_assertion", assertion);
        HttpResponse<String> first = post.with("scope", own + "/.default").send(http, here.server.base());
        assertEquals(200, first.statusCode(), first.body());
        HttpResponse<String> second =
                post.with("scope", "https://graph.microsoft.com/.default").send(http, here.server.base());
        assertTrue(second.body().contains("AADSTS50013"), second.body());
    }
}
