package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code queue}: the accepted mail that has not reached all recipients. */
final class QueueCommand {
    private static final String PATH = "/postern/queue";
    private static final List<String> COLUMNS = List.of(
            "submission",
            "mailbox",
            "sender",
            "submitted",
            "state",
            "attempts",
            "recipients",
            "id",
            "destination",
            "nextAttempt",
            "lastReply");

    private QueueCommand() {}

    /** Returns the output. */
    static String list(Server server, List<String> arguments, Consumer<String> warn) {
        Options options = Options.of("queue list", arguments);
        if (!options.words(1, 1).getFirst().equals("list")) {
            throw options.usage();
        }
        Answer answer = answer(server, "GET", PATH);
        JsonNode queued = answer.json().path("value");
        if (answer.json().path("more").booleanValue(false)) {
            warn.accept("Only the first " + queued.size() + " messages of the queue are listed.");
        }
        return OutputFormat.of(options).orElse(OutputFormat.LIST) == OutputFormat.JSON
                ? Output.of(queued.valueStream().toList(), true)
                : RowOutput.ofCommand(
                        queued.valueStream().map(QueueCommand::row).toList(), options, COLUMNS, true);
    }

    static String show(Server server, List<String> arguments) {
        Options options = Options.of("queue show", arguments);
        JsonNode message = answer(server, "GET", PATH + "/" + id(options)).json();
        return options.has("--json")
                ? Output.json(message)
                : RowOutput.of(List.of(Output.pascal(row(message))), OutputFormat.LIST, List.of());
    }

    /** Returns the output, which is empty without {@code --json}. */
    static String change(Server server, String verb, List<String> arguments) {
        Options options = Options.of("queue " + verb, arguments);
        String path = PATH + "/" + id(options);
        if (verb.equals("drop")) {
            answer(server, "DELETE", path);
        } else {
            answer(server, "POST", path + "/" + verb);
        }
        return options.has("--json")
                ? Output.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("id", options.words(2, 2).getLast()))
                : "";
    }

    /** The first word is that of the command. */
    private static String id(Options options) {
        return URLEncoder.encode(options.words(2, 2).getLast(), StandardCharsets.UTF_8);
    }

    private static Answer answer(Server server, String method, String path) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer;
    }

    /** The message with its recipients as texts, for people. */
    private static JsonNode row(JsonNode message) {
        ObjectNode row = (ObjectNode) message.deepCopy();
        row.set("sender", row.remove("from"));
        var recipients = row.putArray("recipients");
        message.path("recipients")
                .forEach(one -> recipients.add(one.path("address").asString("")));
        row.put(
                "lastReply",
                message.path("recipients")
                        .valueStream()
                        .map(one -> one.path("lastReply").asString(""))
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; ")));
        return row;
    }
}
