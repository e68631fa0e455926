package dev.postern;

import dev.postern.cli.DevOptions;
import dev.postern.develop.DevelopFailure;
import dev.postern.develop.DeveloperMode;
import dev.postern.develop.MovableClock;
import dev.postern.develop.SeedFile;
import dev.postern.develop.SeedReader;
import dev.postern.directory.SecretHash;
import dev.postern.http.MemoryLease;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in developer mode on one directory. A reset stops it, returns the directory to its baseline, and starts it again on its ports. */
final class DeveloperServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeveloperServer.class);
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
    private static final String TARGETS = "outbound.allowed-targets";
    /** The variable of a setting that developer mode cannot have: it resets a file. */
    private static final String DATABASE = "POSTERN_DATABASE_URL";

    private static final String QUIET = "ERROR";
    private static final String USUAL = "WARN";

    private final Consumer<String> logLevel;
    private final Path folder;
    private final Optional<Path> config;
    private final Map<String, String> environment;
    private final Map<String, List<String>> options;
    private final Baseline baseline;
    private final DeveloperFiles files;
    private final String secret;
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final AtomicBoolean resetting = new AtomicBoolean();
    private final List<String> warnings = new ArrayList<>();
    private boolean closed;
    private Postern postern;

    /** The server cannot start. The message is for the user. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Starts a server, and seeds it if its directory is new.
     *
     * @param logLevel changes the level of the log: during a start it is quiet about what developer mode does to itself
     * @throws Refused if the seed file cannot be applied
     */
    static DeveloperServer start(
            Path folder, DevOptions options, Map<String, String> environment, Consumer<String> logLevel) {
        Optional<SeedFile> seed = options.seed().map(DeveloperServer::read);
        DeveloperServer server = new DeveloperServer(folder, options, environment, logLevel);
        try {
            server.prepare(seed);
            return server;
        } catch (DevelopFailure e) {
            server.close();
            throw new Refused("The seed file cannot be applied: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static SeedFile read(Path file) {
        try {
            if (Files.size(file) > SeedReader.MAX_BYTES) {
                throw new Refused("The seed file " + file + " is larger than " + SeedReader.MAX_BYTES + " bytes.");
            }
            return SeedReader.read(Files.readAllBytes(file), MemoryLease.FREE);
        } catch (IOException e) {
            throw new Refused("The seed file " + file + " cannot be read.");
        } catch (DevelopFailure e) {
            throw new Refused("The seed file " + file + " cannot be used: " + e.getMessage());
        }
    }

    private DeveloperServer(
            Path folder, DevOptions options, Map<String, String> environment, Consumer<String> logLevel) {
        this.logLevel = logLevel;
        this.folder = folder;
        this.config = options.config();
        this.environment = new HashMap<>(environment);
        this.environment.remove(DATABASE);
        this.options = new HashMap<>(options.given());
        this.options.put("--data", List.of(folder.toString()));
        this.baseline = new Baseline(folder);
        this.files = new DeveloperFiles(folder);
        this.secret = SecretHash.newSecret(new SecureRandom());
        this.postern = run(files.offset());
        this.options.put("--port", List.of(Integer.toString(postern.address().getPort())));
        this.options.put(
                "--tls-port", List.of(Integer.toString(postern.tlsAddress().getPort())));
    }

    private Postern run(Duration offset) {
        MovableClock clock = new MovableClock(InstantSource.system(), offset, files::saveOffset);
        DeveloperMode mode = new DeveloperMode(clock, this::reset, secret);
        logLevel.accept(QUIET);
        Postern started = Postern.start(settings(), mode);
        var _ = started.failed().thenAccept(failed::complete);
        return started;
    }

    /** Programs on this machine can be called, for example the endpoints of subscriptions, unless the configuration names targets itself. */
    private Settings settings() {
        Settings settings = SettingsReader.read(config, environment, options);
        if (settings.database().url().isPresent()) {
            throw new Refused("Developer mode works on SQLite only: it resets a file. Remove database.url.");
        }
        if (settings.outbound().allowedTargets().isEmpty()) {
            var open = new HashMap<>(options);
            open.put(TARGETS, LOOPBACK);
            return SettingsReader.read(config, environment, open);
        }
        return settings;
    }

    private void prepare(Optional<SeedFile> seed) {
        if (files.isSeeded()) {
            seed.ifPresent(_ -> warnings.add("The directory " + folder + " has data already, so the seed file is not"
                    + " applied. Use ./postern seed to add it, or another directory."));
        } else {
            files.seed(postern.development(), seed);
            baseline.take();
            files.setSeeded();
        }
        ready();
    }

    private void ready() {
        files.writeViewer();
        postern.development().seeded();
        logLevel.accept(USUAL);
    }

    /** What the user sees when the server is ready. */
    String welcome() {
        return files.welcome(postern);
    }

    /** What the user should know. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The URL of the HTTP listener, the same after a reset. */
    synchronized URI address() {
        return postern.address();
    }

    /** Begins a reset; one that is in progress is enough. */
    private void reset() {
        if (resetting.compareAndSet(false, true)) {
            Thread.ofPlatform().name("reset").start(this::restart);
        }
    }

    private synchronized void restart() {
        if (closed) {
            return;
        }
        try {
            postern.close();
            baseline.restore();
            files.saveOffset(Duration.ZERO);
            postern = run(Duration.ZERO);
            resetting.set(false);
            ready();
        } catch (RuntimeException e) {
            LOG.error("The server could not be reset", e);
            failed.complete("The reset failed: " + e.getMessage());
        }
    }

    /** Completed with the reason when the server ends unexpectedly. */
    CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        @Nullable Postern running = postern;
        if (running != null) {
            running.close();
        }
    }
}
