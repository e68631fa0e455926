package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the commands that need a running server. */
public final class Client {

    private final Map<String, String> environment;
    private final Path directory;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param environment may contain the variable POSTERN_PROFILE
     * @param directory to which file names are relative
     */
    public Client(Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    /** Runs a command; returns the exit status of the process. */
    public int run(Command.Remote command) {
        try {
            List<String> arguments = new ArrayList<>(command.arguments());
            String word = arguments.removeFirst();
            if (CommandTable.group(word).isEmpty()) {
                return cmdlet(word, CmdletLine.read(arguments));
            }
            CommandTable.Found found = CommandTable.find(word, arguments);
            return command(found.definition(), found.arguments());
        } catch (CliFailure e) {
            err.println(Output.printable(e.text()));
            return e.status();
        }
    }

    private int command(CommandDefinition definition, List<String> arguments) {
        Optional<String> profile = Options.of(definition.words(), arguments).one(CommandOption.PROFILE.name());
        return switch (definition.action()) {
            case CommandAction.OfProcess _ ->
                throw CliFailure.usage(definition.words() + " is not a command for a running server.");
            case CommandAction.OnProfile(var run) ->
                run.applyAsInt(new ProfileCall(profile, environment, arguments, directory, out));
            case CommandAction.OnServer(var run) -> {
                try (Server server = server(profile)) {
                    yield run.applyAsInt(new ServerCall(server, arguments, directory, out, err));
                }
            }
        };
    }

    /**
     * Runs {@code audit search} or {@code audit tail} on a running server.
     *
     * @param pause waits before {@code --follow} looks for further entries; returns false at the end
     * @return the exit status; empty if no server was named and the default one does not run
     */
    public OptionalInt audit(AuditReadOptions options, BooleanSupplier pause) {
        try (Server server = server(options.profile())) {
            new AuditOutput(new RemoteAudit(server), options, out).print(pause);
            return OptionalInt.of(0);
        } catch (CliFailure e) {
            boolean named = options.profile().isPresent()
                    || !environment.getOrDefault(Profile.VARIABLE, "").isEmpty();
            if (e.isWithoutServer() && !named) {
                return OptionalInt.empty();
            }
            err.println(Output.printable(e.text()));
            return OptionalInt.of(e.status());
        }
    }

    private Server server(Optional<String> profile) {
        return new Server(Profile.load(profile, environment.get(Profile.VARIABLE), directory), this::warn);
    }

    private int cmdlet(String word, CmdletLine line) {
        Optional<Cmdlet> exchange = CmdletTable.exchange().find(word);
        Cmdlet cmdlet = exchange.or(() -> CmdletTable.directory().find(word))
                .orElseThrow(() -> CliFailure.usage("Unknown command '" + word + "'."));
        ObjectNode parameters = CmdletSyntax.read(cmdlet, line.parameters(), directory);
        boolean whatIf = parameters.path("WhatIf").asBoolean(false);
        if (line.all() && !whatIf) {
            throw CliFailure.usage("--all needs -WhatIf.");
        }
        try (Server server = server(line.profile())) {
            if (whatIf) {
                JsonNode difference = exchange.isPresent()
                        ? ExchangeCmdlet.whatIf(server, cmdlet, parameters, line.all(), this::warn)
                        : DirectoryCmdlet.whatIf(server, cmdlet, parameters, line.all());
                boolean json = line.format().filter(OutputFormat.JSON::equals).isPresent();
                out.print(json ? Output.json(difference) : DifferenceText.of(difference));
                return 0;
            }
            List<JsonNode> objects = exchange.isPresent()
                    ? ExchangeCmdlet.run(server, cmdlet, parameters, this::warn)
                    : DirectoryCmdlet.run(server, cmdlet, parameters);
            out.print(CmdletOutput.of(cmdlet, parameters, objects, line.format()));
            return 0;
        }
    }

    private void warn(String text) {
        ServerCall.warn(err, text);
    }
}
