package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code expect}: compares the effective access with a table of accesses that must or must not be allowed. */
final class ExpectCommand {
    private static final int SOME_DO_NOT_HOLD = 1;
    /** The table could not be evaluated, so nothing is known about it. */
    private static final int NOT_EVALUATED = 2;

    private final Server server;

    private ExpectCommand(Server server) {
        this.server = server;
    }

    /** @param failure why the table could not be evaluated; empty if it was */
    record Outcome(String printed, String failure, int status) {}

    static Outcome run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("expect", arguments);
        Path file = directory.resolve(options.words(1, 1).getFirst());
        Optional<Path> report = options.one("--junit").map(directory::resolve);
        try {
            List<Expectation> rows = Expectation.read(file);
            List<Boolean> actual = new ExpectCommand(server).actual(rows);
            if (report.isPresent()) {
                write(report.get(), JunitReport.of(rows, actual));
            }
            return outcome(rows, actual, options.has("--json"));
        } catch (CliFailure e) {
            return new Outcome("", e.text(), NOT_EVALUATED);
        }
    }

    private List<Boolean> actual(List<Expectation> rows) {
        List<Boolean> actual = new ArrayList<>();
        for (Expectation row : rows) {
            actual.add(isAllowed(row, actual.size() + 1));
        }
        return actual;
    }

    private boolean isAllowed(Expectation row, int number) {
        Answer answer = server.send(
                Audience.MANAGEMENT,
                "GET",
                "/postern/access/explain?app=" + Server.encode(row.app()) + "&mailbox=" + Server.encode(row.mailbox())
                        + "&permission=" + Server.encode(row.permission()),
                null);
        JsonNode allowed = answer.json().path("allowed");
        if (!answer.ok() || !allowed.isBoolean()) {
            throw CliFailure.failed(
                    "Row " + number + ", " + row.text() + ", cannot be evaluated: " + FailureText.text(answer));
        }
        return allowed.booleanValue();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CliFailure.failed("The file " + file + " cannot be written.");
        }
    }

    private static Outcome outcome(List<Expectation> rows, List<Boolean> actual, boolean json) {
        ArrayNode wrong = JsonNodeFactory.instance.arrayNode();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            Expectation row = rows.get(i);
            if (row.allowed() != actual.get(i)) {
                wrong.add(row.json().put("actual", actual.get(i)));
                text.append(row.text()).append(actual.get(i) ? ", but does.\n" : ", but does not.\n");
            }
        }
        text.append(rows.size() - wrong.size())
                .append(" of ")
                .append(rows.size())
                .append(" rows hold.\n");
        return new Outcome(
                json ? Output.json(wrong) : Output.printable(text.toString()),
                "",
                wrong.isEmpty() ? 0 : SOME_DO_NOT_HOLD);
    }
}
