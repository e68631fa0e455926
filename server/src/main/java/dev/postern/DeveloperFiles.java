package dev.postern;

import dev.postern.develop.SeedFile;
import dev.postern.develop.SeedReader;
import dev.postern.http.Json;
import dev.postern.http.MemoryLease;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The files that developer mode adds to the data directory. All are readable by their owner only, because they contain secrets. */
final class DeveloperFiles {
    private static final String VIEWER_SEED =
            "{\"apps\":[{\"name\":\"postern-viewer\",\"permissions\":[\"Mail.ReadWrite\"]}]}";

    private final Path folder;
    private final Path created;
    private final Path seeded;
    private final Path offset;

    DeveloperFiles(Path folder) {
        this.folder = folder;
        this.created = folder.resolve("seeded.json");
        this.seeded = folder.resolve("seeded");
        this.offset = folder.resolve("clock-offset");
    }

    boolean isSeeded() {
        return Files.exists(seeded);
    }

    void setSeeded() {
        DataDirectory.write(seeded, "");
    }

    /** Applies the seed file, or the built-in one, and remembers the secrets that it created. */
    void seed(Development development, Optional<SeedFile> file) {
        ObjectNode all = development.seed(file.orElseGet(DeveloperFiles::builtIn));
        all.set(
                "viewer",
                development
                        .seed(parse(VIEWER_SEED.getBytes(StandardCharsets.UTF_8)))
                        .path("apps")
                        .path(0));
        all.put("builtIn", file.isEmpty());
        DataDirectory.write(created, Json.text(all));
    }

    private static SeedFile builtIn() {
        try (InputStream in = Objects.requireNonNull(DeveloperFiles.class.getResourceAsStream("developer-seed.json"))) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SeedFile parse(byte[] json) {
        return SeedReader.read(json, MemoryLease.FREE);
    }

    /** How far the clock was ahead when the server ended. */
    Duration offset() {
        try {
            return Files.exists(offset)
                    ? Duration.parse(Files.readString(offset).strip())
                    : Duration.ZERO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void saveOffset(Duration ahead) {
        DataDirectory.write(offset, ahead + "\n");
    }

    private JsonNode created() {
        try {
            return Json.parse(Files.readString(created));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the profile of the application with which the commands show mail, beside that of the administrator. */
    void writeViewer() {
        JsonNode profile;
        try {
            profile = Json.parse(Files.readString(folder.resolve("admin.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode viewer = created().path("viewer");
        ObjectNode json = ((ObjectNode) profile)
                .put("clientId", viewer.path("appId").asString(""))
                .put("clientSecret", viewer.path("clientSecret").asString(""));
        DataDirectory.write(folder.resolve("viewer.json"), Json.text(json));
    }

    /** What the user sees when the server is ready: lines for a shell, and a command that works. */
    String welcome(Postern server) {
        JsonNode seed = created();
        JsonNode app = seed.path("apps").path(0);
        String plain = server.address().toString();
        Path absolute = folder.toAbsolutePath();
        String ca = quoted(absolute.resolve("tls").resolve("ca.pem").toString());
        var text = new StringBuilder()
                .append("Postern is ready at " + plain + " and " + server.tlsAddress() + "\n\n")
                .append("export AZURE_TENANT_ID=" + seed.path("tenantId").asString("") + "\n");
        if (app.isObject()) {
            text.append("export AZURE_CLIENT_ID=" + app.path("appId").asString("") + "\n")
                    .append("export AZURE_CLIENT_SECRET="
                            + app.path("clientSecret").asString("") + "\n");
        }
        text.append("export AZURE_AUTHORITY_HOST=" + server.tlsAddress() + "/\n")
                .append("export NODE_EXTRA_CA_CERTS=" + ca + "\n")
                .append("export REQUESTS_CA_BUNDLE=" + ca + "\n")
                .append("export POSTERN_PROFILE="
                        + quoted(absolute.resolve("admin.json").toString()) + "\n\n");
        if (seed.path("builtIn").booleanValue(false)) {
            text.append(example(plain));
        }
        return text.append("# The console, for ten minutes; ./postern console makes another link: "
                        + server.consoleLink("developer") + "\n")
                .append("# ./postern mail list MAILBOX shows what arrived. Ctrl+C ends the server.\n")
                .toString();
    }

    private static String example(String server) {
        return """
            # The application may use notifications@contoso.example and no other mailbox. After the lines above:
            TOKEN=$(curl -s SERVER/$AZURE_TENANT_ID/oauth2/v2.0/token -d grant_type=client_credentials \\
              -d client_id=$AZURE_CLIENT_ID -d client_secret=$AZURE_CLIENT_SECRET \\
              -d scope=https://graph.microsoft.com/.default | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
            curl -i SERVER/v1.0/users/notifications@contoso.example/sendMail \\
              -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
              -d '{"message":{"subject":"Hello","body":{"contentType":"Text","content":"It works."},
                   "toRecipients":[{"emailAddress":{"address":"planner@contoso.example"}}]}}'

            """.replace("SERVER", server);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9@._:/+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
