package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** {@code subscription list}: the live subscriptions, and how many notifications wait for each. */
final class SubscriptionCommand {

    private static final List<String> COLUMNS =
            List.of("subscription", "appId", "mailbox", "resource", "changeType", "created", "expires", "waiting");

    private SubscriptionCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments, Consumer<String> warn) {
        Options options = Options.of("subscription list", arguments);
        if (!options.words(1, 1).getFirst().equals("list")) {
            throw options.usage();
        }
        Answer answer = server.send(Audience.MANAGEMENT, "GET", "/postern/subscriptions", null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        JsonNode found = answer.json().path("value");
        if (answer.json().path("more").booleanValue(false)) {
            warn.accept("Only the first " + found.size() + " subscriptions are listed.");
        }
        return RowOutput.ofCommand(found.valueStream().toList(), options, COLUMNS, true);
    }
}
