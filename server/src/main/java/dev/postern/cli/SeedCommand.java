package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.http.JsonDocument;
import dev.postern.http.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code seed}: adds the content of a seed file to the tenant of a server in developer mode. */
final class SeedCommand {
    private static final int MAX_BYTES = 16 << 20;

    private SeedCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("seed", arguments);
        Path file = directory.resolve(options.words(1, 1).getFirst());
        Answer answer = server.send(Audience.MANAGEMENT, "POST", "/postern/dev/seed", read(file));
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return options.has("--json") ? Output.json(answer.json()) : text(answer.json());
    }

    private static JsonNode read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CliFailure.failed("The seed file " + file + " is larger than " + MAX_BYTES + " bytes.");
            }
            return JsonDocument.parse(Files.readString(file)).value();
        } catch (IOException e) {
            throw CliFailure.failed("The seed file " + file + " cannot be read.");
        } catch (MalformedJson e) {
            throw CliFailure.failed("The seed file " + file + " is not valid JSON: " + e.getMessage() + ".");
        }
    }

    private static String text(JsonNode result) {
        StringBuilder text =
                new StringBuilder("Created in " + result.path("domain").asString("") + ": "
                        + result.path("mailboxes").size() + " mailboxes, "
                        + result.path("groups").size() + " groups, "
                        + result.path("apps").size() + " applications, "
                        + result.path("mail").asInt(0) + " messages, "
                        + result.path("events").asInt(0) + " events.\n");
        for (JsonNode app : result.path("apps")) {
            text.append(Output.printable(app.path("name").asString("")) + ": client id "
                    + app.path("appId").asString("") + ", secret "
                    + app.path("clientSecret").asString("") + "\n");
        }
        return text.toString();
    }
}
