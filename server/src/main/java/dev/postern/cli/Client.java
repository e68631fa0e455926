package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the commands that a running server answers. */
public final class Client {
    private static final String WIDENS = "This widens access:";

    private final Map<String, String> environment;
    private final Path directory;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param environment where the variable POSTERN_PROFILE may stand
     * @param directory to which the names of files are relative
     */
    public Client(Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    /** Runs a command; answers the exit status of the process. */
    public int run(Command.Remote command) {
        try {
            List<String> arguments = new ArrayList<>(command.arguments());
            String word = arguments.removeFirst();
            Optional<String> profile = takeProfile(arguments);
            return switch (word) {
                case "app", "identity", "queue", "workflow" -> {
                    try (Server server = server(profile)) {
                        yield tool(server, word, arguments);
                    }
                }
                default -> cmdlet(word, arguments, profile);
            };
        } catch (CliFailure e) {
            err.println(Output.printable(e.text()));
            return e.status();
        }
    }

    private Server server(Optional<String> profile) {
        return new Server(Profile.load(profile, environment.get(Profile.VARIABLE), directory), this::warn);
    }

    /** Takes {@code --profile FILE} out, wherever it stands. */
    private static Optional<String> takeProfile(List<String> arguments) {
        int at = arguments.indexOf("--profile");
        if (at < 0) {
            return Optional.empty();
        }
        arguments.remove(at);
        if (at == arguments.size()) {
            throw CliFailure.usage("A value is missing after --profile.");
        }
        return Optional.of(arguments.remove(at));
    }

    private int cmdlet(String word, List<String> arguments, Optional<String> profile) {
        boolean json = arguments.remove("--json");
        Optional<Cmdlet> exchange = CmdletTable.exchange().find(word);
        Cmdlet cmdlet = exchange.or(() -> CmdletTable.directory().find(word))
                .orElseThrow(() -> CliFailure.usage("Unknown command '" + word + "'."));
        ObjectNode parameters = CmdletSyntax.read(cmdlet, arguments, directory);
        try (Server server = server(profile)) {
            List<JsonNode> objects = exchange.isPresent()
                    ? ExchangeCmdlet.run(server, cmdlet, parameters, this::warn)
                    : DirectoryCmdlet.run(server, cmdlet, parameters);
            out.print(Output.of(objects, json));
            return 0;
        }
    }

    /** What widens access stands at the beginning of its line, where scripts and people look for it. */
    private void warn(String text) {
        err.println((text.startsWith(WIDENS) ? "" : "WARNING: ") + Output.printable(text));
    }

    private int tool(Server server, String word, List<String> arguments) {
        return switch (word) {
            case "app" -> {
                out.print(Output.json(AppCommand.run(server, arguments, directory)));
                yield 0;
            }
            case "queue" -> {
                out.print(QueueCommand.run(server, arguments, this::warn));
                yield 0;
            }
            case "workflow" -> {
                WorkflowCommand.Outcome outcome = WorkflowCommand.run(server, arguments, directory);
                out.print(Output.json(outcome.printed()));
                yield outcome.status();
            }
            default -> identity(server, arguments);
        };
    }

    private int identity(Server server, List<String> arguments) {
        IdentityCommand.Outcome outcome = IdentityCommand.run(server, arguments);
        if (outcome.made() != null) {
            out.print(Output.json(outcome.made()));
            return 0;
        }
        try (ImdsServer listener = outcome.opened()) {
            if (listener != null) {
                out.println("The identity is served at " + listener.address()
                        + "; set AZURE_POD_IDENTITY_AUTHORITY_HOST to it.");
                out.flush();
                waitForever();
            }
            return 0;
        }
    }

    /** Until the process is ended. */
    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
