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
 * The end of the process. A virtual machine that is told to end by a signal ends with status 143, which a supervisor takes for a failure;
 * this ends it with 0 once everything is closed. Further signals change nothing: stopping is under way, and it has a time limit.
 */
final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    /** A second less than what is promised, for the end of the process itself. */
    private static final Duration LONGEST = Duration.ofSeconds(9);
    /** The thread in which the virtual machine ends because of a signal. Ended by a call, it has none, and keeps its status. */
    private static final Pattern SIGNALLED = Pattern.compile("SIG(TERM|INT) handler");

    private final Path libraries;
    private final AtomicReference<@Nullable Runnable> close = new AtomicReference<>();

    private Termination(Path libraries) {
        this.libraries = libraries;
    }

    /** Begins to listen. Before {@link #await} there is nothing to close: nothing has been acknowledged to anybody. */
    static Termination expected() {
        try {
            // The driver leaves its library behind when the process ends without its help; here it is found and
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

    /** Waits for the end, at which this is closed. Returns only when the server fails by itself, with what happened. */
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
                        "Postern has stopped; not everything was closed within {}, what was acknowledged is on disk",
                        LONGEST);
            }
        }
        removeLibraries();
        if (signalled) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static boolean isDone(Runnable closing) {
        try {
            return Thread.ofPlatform().name("closing").daemon().start(closing).join(LONGEST);
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
