package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code migrate}: the script that moves applications from application access policies to role assignments, with its proof. */
final class MigrateCommand {

    private MigrateCommand() {}

    /**
     * The output and the exit status.
     *
     * @param status 0 if nothing changes for any application and everything can be expressed; otherwise 1
     */
    record Outcome(String output, int status) {}

    static Outcome run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("migrate", arguments);
        options.words(0, 0);
        String query =
                options.one("--app").map(app -> "?app=" + Server.encode(app)).orElse("");
        Answer answer = server.send(Audience.MANAGEMENT, "GET", "/postern/access/migration" + query, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        JsonNode plan = answer.json();
        Optional<String> file = options.one("--script");
        file.ifPresent(name -> write(directory.resolve(name), script(plan)));
        boolean same =
                plan.path("differences").isEmpty() && plan.path("notExpressed").isEmpty();
        return new Outcome(options.has("--json") ? Output.json(plan) : text(plan, file), same ? 0 : 1);
    }

    private static String script(JsonNode plan) {
        return plan.path("script")
                .valueStream()
                .map(step -> step.path("text").asString() + "\n")
                .collect(Collectors.joining());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CliFailure.failed("The script cannot be written to " + file + ": " + FileProblem.writing(e) + ".");
        }
    }

    private static String text(JsonNode plan, Optional<String> file) {
        StringBuilder text = new StringBuilder();
        if (file.isEmpty()) {
            text.append(script(plan));
        } else {
            text.append("The script with ")
                    .append(plan.path("script").size())
                    .append(" cmdlets is in ")
                    .append(file.get())
                    .append(".\n");
        }
        plan.path("notes")
                .forEach(note -> text.append("Note: ").append(note.asString()).append("\n"));
        JsonNode differences = plan.path("differences");
        text.append(
                differences.isEmpty()
                        ? "Proof: no application gains or loses access to any mailbox, at any step.\n"
                        : "Differences:\n");
        differences.forEach(one -> text.append("  ")
                .append(one.path("app").asString())
                .append(", ")
                .append(one.path("mailbox").asString())
                .append(", ")
                .append(one.path("permission").asString())
                .append(": before ")
                .append(one.path("before").booleanValue())
                .append(", between ")
                .append(one.path("between").booleanValue())
                .append(", after ")
                .append(one.path("after").booleanValue())
                .append(". ")
                .append(one.path("reason").asString())
                .append("\n"));
        if (!plan.path("notExpressed").isEmpty()) {
            text.append("Policies that stay:\n");
        }
        plan.path("notExpressed")
                .forEach(one -> text.append("  ")
                        .append(one.path("policy").asString())
                        .append(": ")
                        .append(one.path("reason").asString())
                        .append("\n"));
        return Output.printable(text.toString());
    }
}
