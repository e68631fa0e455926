package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code admin list}, {@code rotate} and {@code revoke}: the secrets of the built-in administrator. */
final class AdminCommand {
    private static final String SECRETS = "/postern/admin/secrets";

    private AdminCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        Options options = Options.of("admin " + arguments.getFirst(), arguments);
        List<String> words = options.words(1, 2);
        String verb = words.getFirst();
        if (verb.equals("list") && words.size() == 1) {
            List<JsonNode> secrets =
                    call(server, "GET", SECRETS).path("value").valueStream().toList();
            return RowOutput.ofCommand(
                    secrets, options, List.of("keyId", "node", "startDateTime", "endDateTime"), false);
        }
        if (verb.equals("rotate") && words.size() == 1) {
            return Output.json(call(server, "POST", SECRETS + "/rotate"));
        }
        if (verb.equals("revoke") && words.size() == 2) {
            call(server, "DELETE", SECRETS + "/" + Server.encode(words.getLast()));
            return "";
        }
        throw options.usage();
    }

    private static JsonNode call(Server server, String method, String path) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
