package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code identity create} and {@code identity serve}. */
final class IdentityCommand {
    private static final String PATH = "/postern/identities";

    private IdentityCommand() {}

    /** The result: the created identity, or the endpoint that was opened. */
    record Outcome(@Nullable JsonNode made, @Nullable ImdsServer opened) {}

    static int run(ServerCall call) {
        Outcome outcome = run(call.server(), call.arguments());
        if (outcome.made() != null) {
            return call.print(outcome.made());
        }
        PrintStream out = call.out();
        try (ImdsServer listener = outcome.opened()) {
            if (listener != null) {
                Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stopped(out));
                Runtime.getRuntime().addShutdownHook(stop);
                out.println("The endpoint of the identity is " + listener.address()
                        + ". Set AZURE_POD_IDENTITY_AUTHORITY_HOST to it.");
                out.flush();
                waitForever();
                Runtime.getRuntime().removeShutdownHook(stop);
            }
            return 0;
        }
    }

    /** A process that is ended by a signal has done its work, so its exit status is 0. */
    private static void stopped(PrintStream out) {
        out.println("The endpoint of the identity is closed.");
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Waits until the process is ended. */
    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Outcome run(Server server, List<String> arguments) {
        Options options = Options.of("identity " + arguments.getFirst(), arguments);
        List<String> words = options.words(2, 2);
        String name = words.get(1);
        return switch (words.getFirst()) {
            case "create" -> new Outcome(create(server, name), null);
            case "serve" -> {
                if (!options.has("--port") || options.has("--json")) {
                    throw options.usage();
                }
                yield new Outcome(null, serve(server, name, options.port("--port", 0, 0)));
            }
            default -> throw options.usage();
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
