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
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the commands that need a running server. */
public final class Client {
    private static final String WIDENS = "This widens access:";
    private static final String PROFILE = "--profile";

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
            Optional<String> profile = takeProfile(arguments);
            Optional<ServerCommand> known = ServerCommand.find(word);
            if (known.isEmpty()) {
                return cmdlet(word, arguments, profile);
            }
            if (known.get() == ServerCommand.TRUST) {
                out.print(TrustCommand.run(profile(profile), arguments, directory, Path.of("/")));
                return 0;
            }
            if (known.get() == ServerCommand.DOCTOR) {
                return DoctorCommand.run(() -> optional(profile), arguments, out);
            }
            try (Server server = server(profile)) {
                return tool(server, known.get(), arguments);
            }
        } catch (CliFailure e) {
            err.println(Output.printable(e.text()));
            return e.status();
        }
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
        return new Server(profile(profile), this::warn);
    }

    /** Returns no profile if none was named and the default one does not exist. */
    private Optional<Profile> optional(Optional<String> option) {
        try {
            return Optional.of(profile(option));
        } catch (CliFailure e) {
            boolean named = option.isPresent()
                    || !environment.getOrDefault(Profile.VARIABLE, "").isEmpty();
            if (e.isWithoutServer() && !named) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Profile profile(Optional<String> option) {
        return Profile.load(option, environment.get(Profile.VARIABLE), directory);
    }

    /** Removes and returns {@code --profile FILE} or {@code --profile=FILE}, at any position. */
    private static Optional<String> takeProfile(List<String> arguments) {
        String profile = null;
        for (int at = 0; at < arguments.size(); ) {
            String argument = arguments.get(at);
            if (!argument.equals(PROFILE) && !argument.startsWith(PROFILE + "=")) {
                at++;
                continue;
            }
            if (profile != null) {
                throw CliFailure.usage(PROFILE + " is given more than once.");
            }
            arguments.remove(at);
            if (!argument.equals(PROFILE)) {
                profile = argument.substring(PROFILE.length() + 1);
            } else if (at < arguments.size()) {
                profile = arguments.remove(at);
            } else {
                throw CliFailure.usage("The value of " + PROFILE + " is missing.");
            }
        }
        return Optional.ofNullable(profile);
    }

    private int cmdlet(String word, List<String> arguments, Optional<String> profile) {
        boolean json = arguments.remove("--json");
        boolean all = arguments.remove("--all");
        Optional<Cmdlet> exchange = CmdletTable.exchange().find(word);
        Cmdlet cmdlet = exchange.or(() -> CmdletTable.directory().find(word))
                .orElseThrow(() -> CliFailure.usage("Unknown command '" + word + "'."));
        ObjectNode parameters = CmdletSyntax.read(cmdlet, arguments, directory);
        boolean whatIf = parameters.path("WhatIf").asBoolean(false);
        if (all && !whatIf) {
            throw CliFailure.usage("--all needs -WhatIf.");
        }
        try (Server server = server(profile)) {
            if (whatIf) {
                JsonNode difference = exchange.isPresent()
                        ? ExchangeCmdlet.whatIf(server, cmdlet, parameters, all, this::warn)
                        : DirectoryCmdlet.whatIf(server, cmdlet, parameters, all);
                out.print(json ? Output.json(difference) : DifferenceText.of(difference));
                return 0;
            }
            List<JsonNode> objects = exchange.isPresent()
                    ? ExchangeCmdlet.run(server, cmdlet, parameters, this::warn)
                    : DirectoryCmdlet.run(server, cmdlet, parameters);
            out.print(Output.of(objects, json));
            return 0;
        }
    }

    /** A warning about widened access starts a line, so that people and scripts notice it. */
    private void warn(String text) {
        err.println((text.startsWith(WIDENS) ? "" : "WARNING: ") + Output.printable(text));
    }

    private int tool(Server server, ServerCommand command, List<String> arguments) {
        return switch (command) {
            case ACCESS -> {
                AccessCommand.run(server, arguments, out);
                yield 0;
            }
            case PLAN -> {
                PlanCommand.Outcome outcome = PlanCommand.run(server, arguments, directory);
                yield ended(
                        outcome.printed(), outcome.failure(), outcome.failure().isEmpty() ? 0 : CliFailure.FAILED);
            }
            case EXPECT -> {
                ExpectCommand.Outcome outcome = ExpectCommand.run(server, arguments, directory);
                yield ended(outcome.printed(), outcome.failure(), outcome.status());
            }
            case MIGRATE -> {
                MigrateCommand.Outcome outcome = MigrateCommand.run(server, arguments, directory);
                out.print(outcome.output());
                yield outcome.status();
            }
            case WHY -> {
                out.print(WhyCommand.run(server, arguments));
                yield 0;
            }
            case ADMIN -> {
                out.print(AdminCommand.run(server, arguments));
                yield 0;
            }
            case AUDIT_ACCESS -> {
                out.print(AuditAccessCommand.run(server, arguments, this::warn));
                yield 0;
            }
            case APP -> {
                out.print(Output.json(AppCommand.run(server, arguments, directory)));
                yield 0;
            }
            case IMPORT -> {
                out.print(ImportCommand.run(server, arguments, directory, this::warn));
                yield 0;
            }
            case QUEUE -> {
                out.print(QueueCommand.run(server, arguments, this::warn));
                yield 0;
            }
            case SUBSCRIPTION -> {
                out.print(SubscriptionCommand.run(server, arguments, this::warn));
                yield 0;
            }
            case WORKFLOW -> {
                WorkflowCommand.Outcome outcome = WorkflowCommand.run(server, arguments, directory);
                out.print(Output.json(outcome.printed()));
                yield outcome.status();
            }
            case IDENTITY -> identity(server, arguments);
            case DOCTOR, TRUST -> throw new IllegalStateException(command + " does not use this client");
        };
    }

    private int ended(String printed, String failure, int status) {
        out.print(printed);
        if (!failure.isEmpty()) {
            err.println(Output.printable(failure));
        }
        return status;
    }

    private int identity(Server server, List<String> arguments) {
        IdentityCommand.Outcome outcome = IdentityCommand.run(server, arguments);
        if (outcome.made() != null) {
            out.print(Output.json(outcome.made()));
            return 0;
        }
        try (ImdsServer listener = outcome.opened()) {
            if (listener != null) {
                Thread stop = Thread.ofPlatform().name("stop").unstarted(this::stopped);
                Runtime.getRuntime().addShutdownHook(stop);
                out.println("The endpoint of the identity is " + listener.address()
                        + ". Set AZURE_POD_IDENTITY_AUTHORITY_HOST to it.");
                out.flush();
                waitForever();
                Runtime.getRuntime().removeShutdownHook(stop);
            }
            return 0;
        }
    }

    /** A process that is ended by a signal has done its work, so its exit status is 0. */
    private void stopped() {
        out.println("The endpoint of the identity is closed.");
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Waits until the process is ended. */
    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
