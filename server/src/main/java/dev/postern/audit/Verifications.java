package dev.postern.audit;

import dev.postern.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifications of this server: the result of the last one, and those that administrators start, one at a time, each on its own thread at half
 * speed. Thread-safe.
 */
public final class Verifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Database database;
    private final Path folder;
    private final InstantSource clock;
    private @Nullable Progress running;
    private @Nullable Result last;
    private @Nullable Instant failed;
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * A verification that an administrator started.
     *
     * @param chains how many were begun
     * @param rows how many were read
     */
    public record Progress(Instant begun, long chains, long rows) {}

    /**
     * A verification that has ended.
     *
     * @param anchors how many heads outside the database were compared
     */
    public record Result(Instant begun, Instant ended, AuditReport report, int anchors) {}

    /**
     * What is known now.
     *
     * @param running null if no administrator's verification runs
     * @param last null before the first has ended
     * @param failed when the last one that was started ended without a result; null if it had one
     */
    public record State(
            @Nullable Progress running,
            @Nullable Result last,
            @Nullable Instant failed) {}

    Verifications(Database database, Path folder, InstantSource clock) {
        this.database = database;
        this.folder = folder;
        this.clock = clock;
    }

    public synchronized State state() {
        return new State(running, last, failed);
    }

    /** Starts one. Returns false if one is running, or the server stops. */
    public synchronized boolean start() {
        if (running != null || closed) {
            return false;
        }
        running = new Progress(clock.instant(), 0, 0);
        failed = null;
        thread = Thread.ofPlatform().name("audit-verification").daemon().start(this::work);
        return true;
    }

    private void work() {
        Instant begun = clock.instant();
        long[] worked = {System.nanoTime()};
        try {
            AuditReport report = verify(
                    () -> {
                        rest(System.nanoTime() - worked[0]);
                        worked[0] = System.nanoTime();
                    },
                    (chains, rows) -> progressed(new Progress(begun, chains, rows)));
            LOG.info("The audit was verified: {} problems", report.problems().size());
            ended(null);
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("The audit could not be verified", e);
            }
            ended(clock.instant());
        }
    }

    /** Half of the time is left to others. */
    private static void rest(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.min(nanos, MAX_PAUSE.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server stops", e);
        }
    }

    private synchronized void progressed(Progress progress) {
        running = progress;
    }

    private synchronized void ended(@Nullable Instant failure) {
        running = null;
        failed = failure;
    }

    /** Verifies on the calling thread, and keeps the result. */
    AuditReport verify(Verifier.Pace pace, Verifier.Counted counted) {
        Instant begun = clock.instant();
        // before the rows, because a running server may add anchors that are newer than what is then read
        Anchors anchors = Anchors.read(folder);
        AuditReport report = new Verifier(database, anchors, begun, pace).run(counted);
        keep(new Result(begun, clock.instant(), report, anchors.size()));
        return report;
    }

    private synchronized void keep(Result result) {
        last = result;
    }

    @Override
    public void close() {
        Thread working;
        synchronized (this) {
            closed = true;
            working = thread;
        }
        if (working == null) {
            return;
        }
        working.interrupt();
        try {
            working.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
