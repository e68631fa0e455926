package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.login.RawHttp;
import dev.postern.settings.SettingsReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A metadata listener serves the configured identity, even if others imitate it. */
class ImdsListenerTest {
    private static final String PATH =
            "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://graph.microsoft.com";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private Postern start(String imds) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), imds);
        return Postern.start(
                SettingsReader.read(
                        Optional.of(file),
                        Map.of(),
                        Map.of(
                                "--data",
                                List.of(folder.resolve("data").toString()),
                                "--port",
                                List.of("0"),
                                "--tls-port",
                                List.of("0"),
                                "tenant.additional",
                                List.of("fabrikam.example"))),
                InstantSource.system());
    }

    private JsonNode send(String method, String address, @Nullable String token, String type, String body)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() / 100 == 2, answer.statusCode() + " " + answer.body());
        return answer.body().isEmpty() ? Json.object() : Json.parse(answer.body());
    }

    private String token(JsonNode profile, String resource) throws Exception {
        String form = "grant_type=client_credentials&client_id="
                + profile.get("clientId").asString()
                + "&client_secret=" + profile.get("clientSecret").asString() + "&scope="
                + URLEncoder.encode(resource + "/.default", StandardCharsets.UTF_8);
        return send(
                        "POST",
                        profile.get("server").asString() + "/"
                                + profile.get("tenantId").asString() + "/oauth2/v2.0/token",
                        null,
                        "application/x-www-form-urlencoded",
                        form)
                .get("access_token")
                .asString();
    }

    private JsonNode identity(JsonNode profile, String name) throws Exception {
        return send(
                "POST",
                profile.get("server").asString() + "/postern/identities",
                token(profile, "https://management.azure.com"),
                "application/json",
                "{\"name\":\"" + name + "\"}");
    }

    private void rename(JsonNode profile, JsonNode identity, String name) throws Exception {
        send(
                "PATCH",
                profile.get("server").asString() + "/v1.0/servicePrincipals/"
                        + identity.get("principalId").asString(),
                token(profile, "https://graph.microsoft.com"),
                "application/json",
                "{\"displayName\":\"" + name + "\"}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aDisplayNameAndAnotherTenantsNameAreNotTheIdentity() throws Exception {
        JsonNode meant;
        JsonNode workflow;
        JsonNode elsewhere;
        try (Postern postern = start("")) {
            JsonNode contoso = Json.parse(Files.readAllBytes(folder.resolve("data/admin.json")));
            JsonNode fabrikam = Json.parse(Files.readAllBytes(folder.resolve("data/admin-fabrikam.example.json")));
            meant = identity(contoso, "reporting");
            workflow = identity(contoso, "evil");
            elsewhere = identity(fabrikam, "reporting");
            rename(contoso, meant, "something else");
            rename(contoso, workflow, "reporting");
            assertTrue(postern.address().toString().startsWith("http"));
        }
        for (String name : List.of(
                "reporting",
                meant.get("principalId").asString(),
                meant.get("appId").asString())) {
            assertEquals(meant.get("appId").asString(), served(name), name);
        }
        assertEquals(workflow.get("appId").asString(), served("evil"));
        assertEquals(
                elsewhere.get("appId").asString(),
                served(elsewhere.get("principalId").asString()));
        for (String nobody : List.of("something else", "Postern Administrator", "nobody")) {
            String refused = String.valueOf(assertThrows(IllegalStateException.class, () -> served(nobody))
                    .getMessage());
            assertTrue(refused.contains("no managed identity"), refused);
        }
    }

    /** Returns the client id of the token from a listener for this identity. */
    private String served(String identity) throws Exception {
        int port = freePort();
        try (Postern postern = start("imds:\n  - {identity: " + identity + ", port: " + port + "}\n")) {
            URI base = URI.create("http://localhost:" + port);
            String foreign =
                    RawHttp.send(base, "GET", PATH, "", "Host: rebind.attacker.example:" + port, "Metadata: true");
            assertEquals(400, RawHttp.status(foreign), foreign);
            assertTrue(!foreign.contains("access_token"), foreign);
            String forwarded = RawHttp.send(
                    base, "GET", PATH, "", "Host: localhost:" + port, "Metadata: true", "X-Forwarded-For: 127.0.0.1");
            assertEquals(400, RawHttp.status(forwarded), forwarded);
            String good = RawHttp.send(base, "GET", PATH, "", "Host: 169.254.169.254", "Metadata: true");
            assertEquals(200, RawHttp.status(good), good);
            assertTrue(postern.address().getPort() != port);
            return Json.parse(good.substring(good.indexOf('{'), good.lastIndexOf('}') + 1))
                    .get("client_id")
                    .asString();
        }
    }
}
