package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.token.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Unchanged token libraries whose tokens live for 30 seconds, so that each of them asks several times. The JavaScript library sends one
 * assertion several times; those for Python sign assertions without {@code nbf}.
 */
class CachedAssertionsTest {
    /** Reached by nothing: no library may call a public host or a metadata address, whatever it tries. */
    private static final Map<String, String> NO_WAY_OUT = Map.of(
            "HTTPS_PROXY", "http://127.0.0.1:9",
            "HTTP_PROXY", "http://127.0.0.1:9",
            "NO_PROXY", "localhost,127.0.0.1",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9");

    private final Signer signer = new Signer();

    @TempDir
    private Path folder;

    private Map<String, String> environment(TestPostern postern, Administration.App app) throws IOException {
        return Map.of(
                "POSTERN", postern.tlsAddress(),
                "POSTERN_TENANT", postern.admin().tenantId(),
                "POSTERN_CLIENT_ID", app.appId(),
                "POSTERN_CLIENT_SECRET", app.secret(),
                "POSTERN_PEM",
                        Files.writeString(folder.resolve("client.pem"), signer.pem())
                                .toString(),
                "POSTERN_THUMBPRINT",
                        HexFormat.of()
                                .formatHex(Base64.getUrlDecoder().decode(signer.sha1()))
                                .toUpperCase(Locale.ROOT),
                "NODE_EXTRA_CA_CERTS", postern.caFile().toString(),
                "REQUESTS_CA_BUNDLE", postern.caFile().toString());
    }

    private static TestPostern start(String... more) {
        var options = new String[more.length + 2];
        options[0] = "token.lifetime";
        options[1] = "30";
        System.arraycopy(more, 0, options, 2, more.length);
        return TestPostern.start(options);
    }

    @Test
    void theJavaScriptLibrarySendsOneAssertionForSeveralTokens() throws Exception {
        JavaScript clients = JavaScript.installed();
        try (TestPostern postern = start()) {
            JsonNode outcome = javaScript(clients, postern);
            assertEquals(0, outcome.get("failures").size(), outcome::toString);
            assertEquals(3, outcome.get("tokens").asInt(), outcome::toString);
            assertEquals(3, outcome.get("requests").asInt(), outcome::toString);
            assertEquals(1, outcome.get("assertions").asInt(), outcome::toString);
        }
        try (TestPostern postern = start("token.single-use-assertions", "true")) {
            JsonNode outcome = javaScript(clients, postern);
            assertTrue(outcome.at("/failures/0").asString().contains("AADSTS50013"), outcome::toString);
        }
    }

    private JsonNode javaScript(JavaScript clients, TestPostern postern) throws IOException {
        Administration.App app = postern.admin().signer("caching", signer);
        var environment = new HashMap<>(environment(postern, app));
        environment.putAll(NO_WAY_OUT);
        return Json.parse(clients.run("assertions.mjs", environment));
    }

    @Test
    void theLibrariesForPythonGetTokensWithSecretAndCertificate() throws Exception {
        Python python = Python.with("msal", "azure.identity");
        try (TestPostern postern = start()) {
            Administration.App app = postern.admin().signer("python", signer);
            JsonNode outcome = Json.parse(python.run("credentials.py", environment(postern, app)));
            assertEquals(6, outcome.get("tokens").size(), outcome::toString);
            outcome.get("tokens").forEachEntry((credential, tokens) -> {
                assertEquals(3, tokens.size());
                tokens.forEach(token -> assertEquals("token", token.asString(), credential));
            });
        }
    }
}
