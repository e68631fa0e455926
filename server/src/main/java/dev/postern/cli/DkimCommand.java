package dev.postern.cli;

import static dev.postern.cli.CommandDefinition.onServer;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code dkim create}, {@code list} and {@code delete}: the keys that sign outgoing mail. */
final class DkimCommand {
    private static final String PATH = "/postern/dkim";
    private static final List<String> COLUMNS = List.of("name", "keyType", "created", "value");
    private static final CommandOption SELECTOR =
            CommandOption.of("--selector S", "the first part of the name of its DNS record");
    /** The longest string in a TXT record; a longer value is several strings. */
    private static final int MAX_STRING = 255;

    private DkimCommand() {}

    static List<CommandDefinition> all() {
        return List.of(
                onServer(
                        "dkim create",
                        "DOMAIN --selector S [--type rsa|ed25519] [--json]",
                        "makes a key that signs mail of a domain, and prints its DNS record",
                        "dkim create contoso.example --selector s2026",
                        List.of(
                                SELECTOR,
                                CommandOption.of("--type rsa|ed25519", "the type of the key; rsa by default"),
                                CommandOption.JSON),
                        call -> call.print(run(call.server(), call.arguments()))),
                onServer(
                        "dkim list",
                        "[--json | -o FORMAT]",
                        "lists the keys that sign mail, with their DNS records",
                        "dkim list",
                        List.of(CommandOption.JSON, CommandOption.FORMAT),
                        call -> call.print(run(call.server(), call.arguments()))),
                onServer(
                        "dkim delete",
                        "DOMAIN --selector S",
                        "deletes a key that signs mail",
                        "dkim delete contoso.example --selector s2026",
                        List.of(SELECTOR),
                        call -> call.print(run(call.server(), call.arguments()))));
    }

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        Options options = Options.of("dkim " + arguments.getFirst(), arguments);
        return switch (arguments.getFirst()) {
            case "create" -> create(server, options);
            case "list" -> {
                var _ = options.words(1, 1);
                JsonNode keys = call(server, "GET", PATH, null).json();
                yield RowOutput.ofCommand(keys.path("value").valueStream().toList(), options, COLUMNS, false);
            }
            default -> {
                List<String> words = options.words(2, 2);
                String selector = options.one("--selector").orElseThrow(options::usage);
                var _ = call(
                        server,
                        "DELETE",
                        PATH + "/" + Server.encode(words.get(1)) + "/" + Server.encode(selector),
                        null);
                yield "";
            }
        };
    }

    private static String create(Server server, Options options) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("domain", options.words(2, 2).get(1))
                .put("selector", options.one("--selector").orElseThrow(options::usage));
        options.one("--type").ifPresent(type -> body.put("type", type));
        JsonNode made = call(server, "POST", PATH, body).json();
        if (options.has("--json")) {
            return Output.json(made);
        }
        return zoneLine(made.path("name").asString(), made.path("value").asString());
    }

    private static String zoneLine(String name, String value) {
        var line = new StringBuilder(name).append(". IN TXT");
        for (int i = 0; i < value.length(); i += MAX_STRING) {
            line.append(" \"")
                    .append(value, i, Math.min(i + MAX_STRING, value.length()))
                    .append('"');
        }
        return line.append('\n').toString();
    }

    private static Answer call(Server server, String method, String path, @Nullable ObjectNode body) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer;
    }
}
