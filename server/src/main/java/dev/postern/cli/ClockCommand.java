package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code clock}, {@code clock advance} and {@code clock set}: the time of a server in developer mode. */
final class ClockCommand {
    private ClockCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        // the table of commands puts the second word first
        String verb = arguments.isEmpty() || arguments.getFirst().startsWith("-") ? "" : arguments.getFirst();
        Options options = Options.of(("clock " + verb).strip(), arguments);
        List<String> words = verb.isEmpty() ? options.words(0, 0) : options.words(2, 2);
        ObjectNode move =
                words.isEmpty() ? null : JsonNodeFactory.instance.objectNode().put(verb, words.get(1));
        Answer answer = server.send(Audience.MANAGEMENT, move == null ? "GET" : "POST", "/postern/dev/clock", move);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return options.has("--json")
                ? Output.json(answer.json())
                : answer.json().path("now").asString("") + "\n";
    }
}
