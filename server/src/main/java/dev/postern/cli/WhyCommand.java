package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code why}: the reasons why an application may use a permission on a mailbox, or why a past request was decided as it was. */
final class WhyCommand {
    private WhyCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        Options options = Options.of("why", arguments);
        List<String> words = options.words(1, 2);
        List<String> query = new ArrayList<>();
        options.one("--permission").ifPresent(value -> query.add("permission=" + Server.encode(value)));
        options.one("--operation").ifPresent(value -> query.add("operation=" + Server.encode(value)));
        if (words.size() == 2 ? query.size() != 1 : !query.isEmpty()) {
            throw options.usage();
        }
        if (words.size() == 2) {
            query.add("app=" + Server.encode(words.get(0)));
            query.add("mailbox=" + Server.encode(words.get(1)));
        } else {
            query.add("request=" + Server.encode(words.getFirst()));
        }
        Answer answer =
                server.send(Audience.MANAGEMENT, "GET", "/postern/access/explain?" + String.join("&", query), null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return options.has("--json")
                ? Output.json(answer.json())
                : answer.json()
                        .path("text")
                        .valueStream()
                        .map(line -> Output.printable(line.asString()) + "\n")
                        .collect(Collectors.joining());
    }
}
