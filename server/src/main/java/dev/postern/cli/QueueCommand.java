package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** {@code queue list}: the accepted mail that has not reached all recipients. */
final class QueueCommand {

    private static final List<String> COLUMNS =
            List.of("submission", "mailbox", "sender", "submitted", "state", "attempts", "recipients");

    private QueueCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments, Consumer<String> warn) {
        Options options = Options.of("queue list", arguments);
        if (!options.words(1, 1).getFirst().equals("list")) {
            throw options.usage();
        }
        Answer answer = server.send(Audience.MANAGEMENT, "GET", "/postern/queue", null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        JsonNode queued = answer.json().path("value");
        if (answer.json().path("more").booleanValue(false)) {
            warn.accept("Only the first " + queued.size() + " messages of the queue are listed.");
        }
        return RowOutput.ofCommand(queued.valueStream().toList(), options, COLUMNS, true);
    }
}
