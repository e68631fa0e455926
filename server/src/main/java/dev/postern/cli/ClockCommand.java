package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code clock}, {@code clock advance} and {@code clock set}: the time of a server in developer mode. */
final class ClockCommand {
    private static final String USAGE = "./postern clock [advance DURATION | set TIME] [--json]";

    private ClockCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        Options options = Options.read(arguments, Set.of(), Options.JSON);
        List<String> words = options.words(0, 2, USAGE);
        ObjectNode move = move(words);
        Answer answer = server.send(Audience.MANAGEMENT, move == null ? "GET" : "POST", "/postern/dev/clock", move);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return options.has("--json")
                ? Output.json(answer.json())
                : answer.json().path("now").asString("") + "\n";
    }

    /** Null to show the time. */
    private static @Nullable ObjectNode move(List<String> words) {
        String what = words.isEmpty() ? "show" : words.getFirst();
        if (what.equals("show") && words.size() < 2) {
            return null;
        }
        if (words.size() != 2 || !Set.of("advance", "set").contains(what)) {
            throw CliFailure.usage("Usage: " + USAGE);
        }
        return JsonNodeFactory.instance.objectNode().put(what, words.get(1));
    }
}
