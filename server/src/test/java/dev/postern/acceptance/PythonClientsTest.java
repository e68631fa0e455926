package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.token.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** Case fi-04 and fi-12: the libraries for Python get tokens for the server's own address in every way, and none for a foreign one. */
class PythonClientsTest {
    private final Signer signer = new Signer();

    @TempDir
    private Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void theLibrariesForPythonUseTheOwnAddress() throws IOException {
        Python python = Python.with("msal", "azure.identity");
        Map<String, String> environment = new HashMap<>();
        Path data = Files.createDirectory(folder.resolve("data"));
        String identity = prepare(data, environment);
        int port = freePort();
        // A listener of the metadata service finds its identity when the server starts.
        try (TestPostern postern =
                TestPostern.configured(data, "imds: [{identity: " + identity + ", port: " + port + "}]\n")) {
            environment.putAll(Map.of(
                    "POSTERN",
                    postern.tlsAddress(),
                    "POSTERN_IDENTITY_ENDPOINT",
                    postern.address() + "/msi/token",
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    "http://127.0.0.1:" + port,
                    "REQUESTS_CA_BUNDLE",
                    postern.caFile().toString()));
            JsonNode outcome = Json.parse(python.run("own_address.py", environment));
            assertEquals(7, outcome.size(), outcome::toString);
            outcome.forEachEntry((source, results) -> {
                assertEquals("status 200", results.get("own").asString(), source);
                assertEquals("status 200", results.get("slash").asString(), source);
                // the client of the metadata service words every refusal in its own way
                String refused = source.equals("metadata service") ? "refused: " : "AADSTS500011";
                assertTrue(results.get("foreign").asString().contains(refused), () -> source + " " + results);
            });
        }
    }

    /** Creates an application and an identity; returns the app id of the identity. */
    private String prepare(Path data, Map<String, String> environment) throws IOException {
        try (TestPostern postern = TestPostern.start(data)) {
            Administration admin = postern.admin();
            Administration.App app = admin.signer("python", signer, "User.Read.All");
            JsonNode identity = admin.http()
                    .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"machine\"}")
                    .expect(201)
                    .json();
            admin.grant(identity.get("principalId").asString(), "User.Read.All");
            environment.putAll(Map.of(
                    "POSTERN_TENANT", admin.tenantId(),
                    "POSTERN_CLIENT_ID", app.appId(),
                    "POSTERN_CLIENT_SECRET", app.secret(),
                    "POSTERN_PEM",
                            Files.writeString(folder.resolve("client.pem"), signer.pem())
                                    .toString(),
                    "POSTERN_THUMBPRINT",
                            HexFormat.of()
                                    .formatHex(Base64.getUrlDecoder().decode(signer.sha1()))
                                    .toUpperCase(Locale.ROOT),
                    "POSTERN_IDENTITY_HEADER", identity.get("identityHeader").asString()));
            return identity.get("appId").asString();
        }
    }
}
