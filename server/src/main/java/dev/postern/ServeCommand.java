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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        Postern postern;
        try {
            postern = Postern.start(settings, InstantSource.system());
        } catch (SchemaRefused e) {
            LoggerFactory.getLogger(ServeCommand.class).error("The server could not start: {}", e.getMessage());
            System.err.println("postern: " + e.getMessage());
            return 1;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(ServeCommand.class).error("The server could not start", e);
            System.err.println("postern: " + e.getMessage());
            return 1;
        }
        System.out.println("Postern is ready at " + postern.address() + " and " + postern.tlsAddress());
        String failure = termination.await(postern::close, postern.failed());
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

    static String version() {
        @Nullable String version = ServeCommand.class.getPackage().getImplementationVersion();
        return version == null ? "from source" : version;
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
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("The folder " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
