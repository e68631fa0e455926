package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code audit-access}: what an administrator should know about access, as JSON or as one block for each finding. */
final class AuditAccessCommand {
    private static final int AT_ONCE = 10_000;

    private static final List<String> COLUMNS = List.of("severity", "finding", "app", "appId", "evidence");

    private AuditAccessCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments, Consumer<String> warn) {
        Options options = Options.of("audit-access", arguments);
        options.words(0, 0);
        List<JsonNode> findings = new ArrayList<>();
        String path = "/postern/access/findings?$top=" + AT_ONCE;
        while (!path.isEmpty()) {
            Answer answer = server.send(Audience.MANAGEMENT, "GET", path, null);
            if (!answer.ok()) {
                throw FailureText.of(answer);
            }
            if (findings.isEmpty()) {
                answer.json()
                        .path("incomplete")
                        .forEach(kind -> warn.accept(
                                "The tenant is large: not everything was examined for " + kind.asString() + "."));
            }
            answer.json().path("value").forEach(findings::add);
            path = answer.json().path("@odata.nextLink").asString("");
        }
        Optional<OutputFormat> format = OutputFormat.of(options);
        return format.isPresent()
                ? RowOutput.of(findings, format.get(), COLUMNS)
                : findings.isEmpty()
                        ? "There are no findings.\n"
                        : findings.stream().map(AuditAccessCommand::block).collect(Collectors.joining("\n"));
    }

    private static String block(JsonNode one) {
        StringBuilder text = new StringBuilder();
        String app = line(one.path("app"));
        text.append(line(one.path("severity")).toUpperCase(Locale.ROOT))
                .append("  ")
                .append(line(one.path("finding")));
        if (!app.isEmpty()) {
            text.append("  ")
                    .append(app)
                    .append(" (")
                    .append(line(one.path("appId")))
                    .append(")");
        }
        text.append("\n  ").append(line(one.path("evidence"))).append("\n");
        one.path("commands")
                .forEach(command ->
                        text.append("  ./postern ").append(line(command)).append("\n"));
        if (one.path("widens").booleanValue()) {
            text.append("  This gives access.\n");
        }
        return text.toString();
    }

    /** On one line, because a name chosen by someone else must not look like a command. */
    private static String line(JsonNode value) {
        return Output.printable(value.asString("").replace('\n', '?'));
    }
}
