package dev.postern;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process. A JVM that is ended by a signal has the exit status 143, which supervisors treat as a failure; this class ends it with
 * 0 after everything is closed. Further signals have no effect, because the server is already stopping with a time limit.
 */
final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    /** One second less than promised, for the end of the process itself. */
    private static final Duration MAX_SHUTDOWN_TIME = Duration.ofSeconds(9);
    /** The thread in which the JVM ends because of a signal. If it ends by a call, there is none, and it keeps its status. */
    private static final Pattern SIGNALLED = Pattern.compile("SIG(TERM|INT) handler");

    private final Path libraries;
    private final AtomicReference<@Nullable Runnable> close = new AtomicReference<>();

    private Termination(Path libraries) {
        this.libraries = libraries;
    }

    /** Starts to handle signals. Before {@link #await} there is nothing to close, because nothing has been acknowledged. */
    static Termination expected() {
        try {
            // The SQLite driver leaves its native library behind when the process ends abnormally; it is found here and
            // removed.
            Path libraries = Files.createTempDirectory("postern-lib");
            System.setProperty("org.sqlite.tmpdir", libraries.toString());
            Termination termination = new Termination(libraries);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(termination::end));
            return termination;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files cannot be used: " + e.getMessage(), e);
        }
    }

    /** Waits for the end of the process, and then closes. Returns only if the server fails, with the reason. */
    String await(Runnable closing, CompletableFuture<String> failed) {
        close.set(closing);
        return failed.join();
    }

    private void end() {
        boolean signalled = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> SIGNALLED.matcher(thread.getName()).matches());
        Runnable closing = close.getAndSet(null);
        if (signalled || closing != null) {
            LOG.info("Postern is stopping");
            if (closing == null || isDone(closing)) {
                LOG.info("Postern has stopped");
            } else {
                LOG.warn(
                        "Postern has stopped. Not everything was closed within {}; all acknowledged changes are on"
                                + " disk",
                        MAX_SHUTDOWN_TIME);
            }
        }
        removeLibraries();
        if (signalled) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static boolean isDone(Runnable closing) {
        try {
            return Thread.ofPlatform().name("closing").daemon().start(closing).join(MAX_SHUTDOWN_TIME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void removeLibraries() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(libraries)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(libraries);
        } catch (IOException e) {
            LOG.debug("{} could not be removed", libraries, e);
        }
    }
}
