package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** {@code reset}: returns a server in developer mode to its seeded state, and waits until it is there. */
final class ResetCommand {
    private static final String STATE = "/postern/dev";
    private static final Duration MAX_TIME = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private ResetCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        Options options = Options.of("reset", arguments);
        options.words(0, 0);
        Answer before = server.send(Audience.MANAGEMENT, "GET", STATE, null);
        if (!before.ok()) {
            throw FailureText.of(before);
        }
        Answer begun = server.send(Audience.MANAGEMENT, "POST", "/postern/dev/reset", null);
        if (!begun.ok()) {
            throw FailureText.of(begun);
        }
        JsonNode after = awaitOther(server, before.json().path("generation").asString(""));
        return options.has("--json") ? Output.json(after) : "The server is as it was after its seed.\n";
    }

    private static JsonNode awaitOther(Server server, String generation) {
        long end = System.nanoTime() + MAX_TIME.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                Answer now = server.send(Audience.MANAGEMENT, "GET", STATE, null);
                boolean other =
                        !now.json().path("generation").asString(generation).equals(generation);
                if (now.ok() && other && now.json().path("seeded").booleanValue(false)) {
                    return now.json();
                }
            } catch (CliFailure e) {
                // it is not there at this moment
            }
        }
        throw CliFailure.failed("The server was not ready again within " + MAX_TIME.toSeconds() + " seconds.");
    }
}
