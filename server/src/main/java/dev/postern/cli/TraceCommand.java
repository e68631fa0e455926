package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code trace}: what happened to the message that a request has sent. */
final class TraceCommand {
    private static final Map<String, String> TITLES = Map.of(
            "requestId", "Request id",
            "clientRequestId", "Client request id",
            "messageId", "Message id",
            "from", "From",
            "subject", "Subject",
            "received", "Received");
    private static final List<String> SHOWN =
            List.of("requestId", "clientRequestId", "messageId", "from", "subject", "received");
    private static final List<String> COLUMNS = List.of("Address", "State", "At", "Host", "Reply");

    private TraceCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments, Consumer<String> warn) {
        Options options = Options.of("trace", arguments);
        String id = options.words(1, 1).getFirst();
        Answer answer = server.send(Audience.MANAGEMENT, "GET", "/postern/trace/" + Server.encode(id), null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        JsonNode found = answer.json().path("value");
        if (found.isEmpty()) {
            throw CliFailure.failed(
                    "No message was sent by a request with the id '" + id + "', or its trace has been removed.");
        }
        if (found.size() > 1) {
            String others = answer.json().path("more").booleanValue(false)
                    ? "More than " + (found.size() - 1) + " older messages have"
                    : found.size() == 2 ? "One older message has" : found.size() - 1 + " older messages have";
            warn.accept(others + " the same id. Only the newest is shown.");
        }
        JsonNode newest = found.get(0);
        return options.has("--json") ? Output.json(newest) : text(newest);
    }

    private static String text(JsonNode message) {
        String head = SHOWN.stream()
                .filter(name -> !Output.raw(message.path(name)).isEmpty())
                .map(name -> "%-18s %s%n".formatted(TITLES.get(name) + ":", Output.value(message.path(name))))
                .collect(Collectors.joining());
        return head + "\n" + RowOutput.of(rows(message), OutputFormat.TABLE, COLUMNS);
    }

    /** A row for each attempt, and one for a recipient without any. */
    private static List<JsonNode> rows(JsonNode message) {
        var rows = new ArrayList<JsonNode>();
        for (JsonNode recipient : message.path("recipients")) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("Address", recipient.path("address").asString(""));
            row.put("State", recipient.path("state").asString(""));
            for (JsonNode attempt : recipient.path("attempts")) {
                row.put("At", attempt.path("at").asString(""));
                row.put("Host", attempt.path("host").asString(""));
                row.put("Reply", attempt.path("reply").asString(""));
                rows.add(row);
                row = JsonNodeFactory.instance.objectNode();
            }
            if (recipient.path("attempts").isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
