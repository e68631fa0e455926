package dev.postern;

import dev.postern.cli.ServeOptions;
import dev.postern.logging.Logging;
import dev.postern.settings.InvalidSettings;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.store.SchemaRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Runs a server in this process until it is stopped. */
final class ServeCommand {
    private static final int CONFIGURATION_FAULT = 78;
    private static final int LISTENER_ENDED = 71;

    private ServeCommand() {}

    /** {@code postern serve}: returns the exit status. */
    static int serve(ServeOptions options) {
        // first, because a signal may arrive at any time
        Termination termination = Termination.expected();
        Settings settings;
        try {
            settings = SettingsReader.read(options.config(), System.getenv(), options.given());
        } catch (InvalidSettings e) {
            System.err.println("The configuration has " + e.problems().size() + " problem(s):");
            e.problems().forEach(problem -> System.err.println("- " + problem));
            return CONFIGURATION_FAULT;
        }
        Logging.install(
                settings.log().format() == Settings.LogFormat.JSON,
                settings.log().level().name());
        LoggerFactory.getLogger(ServeCommand.class).info("Effective configuration:\n{}", settings.describe());
        ServiceManager manager = ServiceManager.of(System.getenv());
        Postern postern;
        try {
            postern = Postern.start(settings, InstantSource.system());
        } catch (SchemaRefused | DataDirectory.Unusable e) {
            LoggerFactory.getLogger(ServeCommand.class).error("The server could not start: {}", e.getMessage());
            System.err.println("postern: " + e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ServeCommand.class).error("The server could not start", e);
            System.err.println("postern: " + e.getMessage());
            return 1;
        }
        System.out.println("Postern is ready at " + postern.address() + " and " + postern.tlsAddress()
                + postern.managementAddress()
                        .map(address -> ", health and metrics at " + address)
                        .orElse(""));
        manager.ready("Postern is ready at " + postern.address() + " and " + postern.tlsAddress());
        Runnable stop = () -> {
            manager.stopping();
            postern.close();
        };
        String failure = termination.await(stop, postern.failed());
        System.err.println("postern: " + failure + ". The server ends; start it again.");
        return LISTENER_ENDED;
    }

    /** {@code postern demo}: runs the scenario on a server with a temporary folder. */
    static int demo(boolean once) {
        PrintStream out = System.out;
        Logging.install(false, "WARN");
        Termination termination = Termination.expected();
        Path folder = temporaryFolder("postern-demo");
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        Postern postern = Postern.start(settings, InstantSource.system());
        out.println("Postern is ready at " + postern.address() + " and " + postern.tlsAddress());
        boolean succeeded;
        try {
            succeeded = new Demo(folder, out).run();
        } catch (RuntimeException e) {
            postern.close();
            remove(folder);
            throw e;
        }
        Runnable end = () -> {
            postern.close();
            remove(folder);
        };
        if (once) {
            end.run();
        } else {
            out.println();
            out.println("The server runs until you stop it. In another terminal:");
            out.println("  export POSTERN_PROFILE=" + folder.resolve("admin.json"));
            termination.await(end, postern.failed());
        }
        return succeeded ? 0 : 1;
    }

    static Path temporaryFolder(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println("The folder " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
