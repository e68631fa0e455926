package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.develop.DeveloperApi;
import dev.postern.gate.OperationRows;
import dev.postern.http.Json;
import dev.postern.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A server that was started with {@code serve} has nothing of developer mode, not even for its administrator. */
class ServedWithoutDeveloperModeTest {
    @Test
    void everyPathIsRefused() throws Exception {
        Path folder = TestFolders.folder("postern-served-test");
        try (Postern postern = Postern.start(
                        SettingsReader.read(
                                Optional.empty(),
                                Map.of(),
                                Map.of(
                                        "--data",
                                        List.of(folder.toString()),
                                        "--port",
                                        List.of("0"),
                                        "--tls-port",
                                        List.of("0"))),
                        InstantSource.system());
                HttpClient http = HttpClient.newHttpClient()) {
            JsonNode admin = Json.parse(Files.readString(folder.resolve("admin.json")));
            String token = "Bearer " + token(http, postern.address(), admin);
            List<Map<String, String>> rows = OperationRows.read(DeveloperApi.class, "operations.csv");
            assertTrue(rows.size() > 10);
            for (Map<String, String> row : rows) {
                String path = OperationRows.cell(row, "path").replace("{id}", "1");
                HttpResponse<String> refused = http.send(
                        HttpRequest.newBuilder(URI.create(postern.address() + path))
                                .header("Authorization", token)
                                .method(OperationRows.cell(row, "method"), BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(404, refused.statusCode(), path);
                assertTrue(refused.body().contains("This server is not in developer mode"), refused.body());
            }
            for (String command : List.of("reset", "clock", "fault list", "mail list --outside", "mail list planner")) {
                var err = new ByteArrayOutputStream();
                PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
                int status = new Client(
                                Map.of(
                                        "POSTERN_PROFILE",
                                        folder.resolve("admin.json").toString()),
                                folder,
                                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                                errors)
                        .run(new Command.Remote(List.of(command.split(" ", -1))));
                assertEquals(1, status, command);
                assertTrue(err.toString(StandardCharsets.UTF_8).contains("developer mode"), err::toString);
            }
        }
    }

    private static String token(HttpClient http, URI server, JsonNode admin) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id="
                + admin.path("clientId").asString("")
                + "&client_secret=" + admin.path("clientSecret").asString("") + "&scope="
                + URLEncoder.encode("https://management.azure.com/.default", StandardCharsets.UTF_8);
        String body = http.send(
                        HttpRequest.newBuilder(URI.create(
                                        server + "/" + admin.path("tenantId").asString("") + "/oauth2/v2.0/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return Json.parse(body).path("access_token").asString("");
    }
}
