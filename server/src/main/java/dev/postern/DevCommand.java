package dev.postern;

import dev.postern.cli.DevOptions;
import dev.postern.logging.Logging;
import dev.postern.settings.InvalidSettings;
import dev.postern.store.SchemaRefused;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code postern dev}: runs a server in developer mode until it is stopped. */
final class DevCommand {
    private static final int CONFIGURATION_FAULT = 78;
    private static final int SERVER_ENDED = 71;

    private DevCommand() {}

    /** Returns the exit status. */
    static int run(DevOptions options) {
        // first, because a signal may arrive at any time
        Termination termination = Termination.expected();
        PrintStream out = System.out;
        Path folder = options.keep().orElseGet(() -> ServeCommand.temporaryFolder("postern-dev"));
        boolean temporary = options.keep().isEmpty();
        DeveloperServer server;
        try {
            server = DeveloperServer.start(folder, options, System.getenv(), level -> Logging.install(false, level));
        } catch (InvalidSettings e) {
            System.err.println("The configuration has " + e.problems().size() + " problem(s):");
            e.problems().forEach(problem -> System.err.println("- " + problem));
            removeIf(temporary, folder);
            return CONFIGURATION_FAULT;
        } catch (SchemaRefused | IllegalStateException | DeveloperServer.Refused e) {
            System.err.println("postern: " + e.getMessage());
            removeIf(temporary, folder);
            return 1;
        }
        server.warnings().forEach(warning -> System.err.println("WARNING: " + warning));
        out.print(server.welcome());
        out.flush();
        options.parent().ifPresent(DevCommand::endWith);
        String failure = termination.await(
                () -> {
                    server.close();
                    removeIf(temporary, folder);
                },
                server.failed());
        System.err.println("postern: " + failure + ". The server ends; start it again.");
        return SERVER_ENDED;
    }

    /** Ends this process, as a signal would, when another one has ended. */
    private static void endWith(long parent) {
        Thread.ofPlatform().name("parent").daemon().start(() -> {
            ProcessHandle.of(parent).ifPresent(process -> process.onExit().join());
            System.exit(0);
        });
    }

    private static void removeIf(boolean temporary, Path folder) {
        if (temporary) {
            ServeCommand.remove(folder);
        }
    }
}
