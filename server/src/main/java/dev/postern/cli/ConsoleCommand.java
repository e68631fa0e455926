package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code console}: a link that signs one person in to the console. */
final class ConsoleCommand {
    private ConsoleCommand() {}

    static int run(ServerCall call) {
        Options options = Options.of("console", call.arguments());
        options.words(0, 0);
        String role = options.one("--role").orElse("admin");
        if (!List.of("admin", "reader").contains(role)) {
            throw options.usage();
        }
        Answer answer = call.server()
                .send(
                        Audience.MANAGEMENT,
                        "POST",
                        "/postern/console/links",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("role", role)
                                .put("person", options.one("--person").orElseGet(ConsoleCommand::user)));
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return call.print(
                options.has("--json")
                        ? Output.json(answer.json())
                        : answer.json().path("url").asString("") + "\n");
    }

    private static String user() {
        String name = System.getProperty("user.name", "").strip();
        return name.isEmpty() ? "unknown" : name;
    }
}
