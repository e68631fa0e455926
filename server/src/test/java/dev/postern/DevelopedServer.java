package dev.postern;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.cli.DevOptions;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A server in developer mode, over real HTTP. */
final class DevelopedServer implements AutoCloseable {
    static final String GRAPH = "https://graph.microsoft.com";
    static final String MANAGEMENT = "https://management.azure.com";

    final Path folder;
    final DeveloperServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    DevelopedServer(Path folder, Optional<Path> seed) {
        this.folder = folder;
        this.server = DeveloperServer.start(
                folder,
                new DevOptions(
                        Map.of("--port", List.of("0"), "--tls-port", List.of("0")),
                        Optional.empty(),
                        seed,
                        Optional.of(folder),
                        Optional.empty()),
                Map.of(),
                _ -> {});
    }

    /** A response; the JSON is missing if there is none. */
    record Answer(int status, JsonNode json, HttpResponse<String> raw) {
        String code() {
            return json.path("error").path("code").asString("");
        }
    }

    /** The credentials of an application or an administrator. */
    record Who(String tenant, String client, String secret) {}

    Who administrator() {
        JsonNode profile = read("admin.json");
        return new Who(
                profile.path("tenantId").asString(""),
                profile.path("clientId").asString(""),
                profile.path("clientSecret").asString(""));
    }

    /** The application of the built-in seed. */
    Who notifier() {
        JsonNode app = read("seeded.json").path("apps").path(0);
        return new Who(
                administrator().tenant(),
                app.path("appId").asString(""),
                app.path("clientSecret").asString(""));
    }

    JsonNode read(String file) {
        try {
            return Json.parse(Files.readString(folder.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer token(Who who, String audience) {
        String form = "grant_type=client_credentials&client_id=" + who.client() + "&client_secret=" + who.secret()
                + "&scope=" + URLEncoder.encode(audience + "/.default", StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(URI.create(server.address() + "/" + who.tenant() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    /** @param who null for a request without a token */
    Answer call(@Nullable Who who, String audience, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
        if (who != null) {
            request.header(
                    "Authorization",
                    "Bearer " + token(who, audience).json().path("access_token").asString(""));
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    /** Developer mode as the administrator of the first tenant. */
    Answer develop(String method, String path, @Nullable String body) {
        return call(administrator(), MANAGEMENT, method, "/postern/dev" + path, body);
    }

    Answer graph(Who who, String method, String path, @Nullable String body) {
        return call(who, GRAPH, method, "/v1.0" + path, body);
    }

    Answer sendMail(Who who, String from, String to, String subject) {
        return graph(
                who,
                "POST",
                "/users/" + from + "/sendMail",
                "{\"message\":{\"subject\":\"" + subject
                        + "\",\"body\":{\"contentType\":\"Text\",\"content\":\"Text.\"},\"toRecipients\":"
                        + "[{\"emailAddress\":{\"address\":\"" + to + "\"}}]}}");
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type.contains("json")
                            ? Json.parse(response.body())
                            : Json.object().path("none"),
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a command printed, with its exit status. */
    record Printed(int status, String out, String err) {}

    Printed run(String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = new Client(
                        Map.of("POSTERN_PROFILE", folder.resolve("admin.json").toString()),
                        folder,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(new Command.Remote(List.of(command)));
        return new Printed(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
