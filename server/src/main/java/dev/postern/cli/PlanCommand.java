package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code plan}: who would gain and who would lose access by a list of changes, which are not made. */
final class PlanCommand {
    private static final String PATH = "/postern/access/plan";

    private PlanCommand() {}

    /** @param failure of the first invalid change; empty if there is none */
    record Outcome(String printed, String failure) {}

    /** The file has an array of {@code {cmdlet, parameters}}, or an object with such an array named script, as migrate prints it. */
    static Outcome run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("plan", arguments);
        Path file = directory.resolve(options.words(1, 1).getFirst());
        JsonNode read = TextFile.json(file);
        JsonNode changes = read.isObject() ? read.path("script") : read;
        if (!changes.isArray()) {
            throw CliFailure.failed("The file " + file + " must contain an array of {cmdlet, parameters}.");
        }
        Answer answer = send(server, changes, options.has("--all"));
        boolean json = options.has("--json");
        JsonNode error = answer.json().path("error");
        if (error.path("index").isNumber()) {
            int index = error.path("index").asInt();
            String message = error.path("message").asString();
            String failure = "The change with the index " + index + ", "
                    + changes.path(index).path("cmdlet").asString("without a cmdlet") + ", is invalid: " + message;
            ObjectNode node =
                    JsonNodeFactory.instance.objectNode().put("Index", index).put("Error", message);
            return new Outcome(json ? Output.json(node) : "", failure);
        }
        JsonNode difference = accepted(answer);
        return new Outcome(json ? Output.json(difference) : DifferenceText.of(difference), "");
    }

    /** The difference that one change of app role assignments would make. */
    static JsonNode whatIf(Server server, String cmdlet, ObjectNode parameters, boolean all) {
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        changes.addObject().put("cmdlet", cmdlet).set("parameters", parameters);
        return accepted(send(server, changes, all));
    }

    private static Answer send(Server server, JsonNode changes, boolean all) {
        return server.send(Audience.MANAGEMENT, "POST", all ? PATH + "?all=true" : PATH, changes);
    }

    private static JsonNode accepted(Answer answer) {
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
