package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code identity create} and {@code identity serve}. */
final class IdentityCommand {
    private static final String USAGE = "./postern identity create NAME, or ./postern identity serve NAME --port N";
    private static final String PATH = "/postern/identities";

    private IdentityCommand() {}

    /** The result: the created identity, or the endpoint that was opened. */
    record Outcome(@Nullable JsonNode made, @Nullable ImdsServer opened) {}

    static Outcome run(Server server, List<String> arguments) {
        Options options = Options.read(arguments, Set.of("--port"), Options.JSON);
        List<String> words = options.words(2, 2, USAGE);
        String name = words.get(1);
        return switch (words.getFirst()) {
            case "create" -> new Outcome(create(server, name), null);
            case "serve" -> {
                if (!options.has("--port") || options.has("--json")) {
                    throw CliFailure.usage("Usage: " + USAGE);
                }
                yield new Outcome(null, serve(server, name, options.port("--port", 0, 0)));
            }
            default -> throw CliFailure.usage("Usage: " + USAGE);
        };
    }

    private static JsonNode create(Server server, String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        return success(server.send(Audience.MANAGEMENT, "POST", PATH, body));
    }

    private static ImdsServer serve(Server server, String name, int port) {
        String path = PATH + "/" + Server.encode(name);
        JsonNode identity = success(server.send(Audience.MANAGEMENT, "GET", path, null));
        // by object id, because the name could refer to another identity later
        String tokens = PATH + "/" + Server.encode(identity.path("principalId").asString()) + "/tokens";
        return ImdsServer.open(
                port,
                identity,
                resource -> server.send(
                        Audience.MANAGEMENT,
                        "POST",
                        tokens,
                        JsonNodeFactory.instance.objectNode().put("resource", resource)));
    }

    private static JsonNode success(Answer answer) {
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
