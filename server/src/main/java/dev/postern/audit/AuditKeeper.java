package dev.postern.audit;

import dev.postern.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the audit once a day and removes entries older than the retention. Both run slowly on their own thread, so that requests
 * are not delayed. Thread-safe.
 */
public final class AuditKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);
    /** Works a tenth of the time and sleeps for the rest. */
    private static final int REST = 9;

    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofDays(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(10);

    private final Sweep sweep;
    private final Verifications verifications;
    private final Thread thread;

    /** @param retention after which entries are removed; {@link Retention#FOREVER} for never */
    public AuditKeeper(Database database, Audit audit, Path folder, Duration retention, InstantSource clock) {
        this.sweep = new Sweep(database, audit, retention, clock);
        this.verifications = new Verifications(database, folder, clock);
        this.thread = Thread.ofPlatform().name("audit-keeper").daemon().unstarted(this::keep);
    }

    public void start() {
        thread.start();
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = BETWEEN;
                try {
                    round(AuditKeeper::rest);
                } catch (Interrupted e) {
                    return;
                } catch (RuntimeException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    LOG.error("The audit could not be verified; the next attempt is in {}", AFTER_A_FAILURE, e);
                    pause = AFTER_A_FAILURE;
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes old entries, then verifies the rest. Problems are logged by chain, row and kind. */
    void round(Predicate<Duration> rest) {
        var started = new AtomicReference<>(System.nanoTime());
        Verifier.Pace pace = () -> {
            Duration wanted = Duration.ofNanos((System.nanoTime() - started.get()) * REST);
            if (!rest.test(wanted.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : wanted)) {
                throw new Interrupted();
            }
            started.set(System.nanoTime());
        };
        sweep.run(pace);
        AuditReport report = verifications.verify(pace, (_, _) -> {});
        for (AuditProblem problem : report.problems()) {
            LOG.error(
                    "The audit is not as it was written: {} at {} in the chain of {}",
                    problem.kind(),
                    problem.sequence(),
                    problem.chain());
        }
        if (report.ok()) {
            LOG.info("The audit is intact: {} rows in {} chains", report.rows(), report.chains());
        }
    }

    private static boolean rest(Duration wanted) {
        try {
            Thread.sleep(wanted);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last verification, and those that administrators start. */
    public Verifications verifications() {
        return verifications;
    }

    /** Returns the number of problems that the last verification found. */
    public int problems() {
        Verifications.Result last = verifications.state().last();
        return last == null ? 0 : last.report().problems().size();
    }

    /** Returns when the last verification ended, in seconds since 1970; 0 if there was none. */
    public long verifiedAt() {
        Verifications.Result last = verifications.state().last();
        return last == null ? 0 : last.ended().getEpochSecond();
    }

    @Override
    public void close() {
        verifications.close();
        thread.interrupt();
        if (!thread.isAlive()) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
