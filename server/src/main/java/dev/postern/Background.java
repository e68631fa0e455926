package dev.postern;

import dev.postern.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server does again and again by itself. A failure is logged and counted by its task, and the next round comes anyway. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ScheduledExecutorService clock;

    /** @param threads how many tasks may run at the same time: one that waits must not hold up one that others depend on */
    Background(int threads) {
        this.clock = Executors.newScheduledThreadPool(
                threads, Thread.ofPlatform().name("background-", 0).daemon().factory());
    }

    /** Runs a task now and then after each pause. */
    void every(Duration pause, String what, Runnable task) {
        var _ = clock.scheduleWithFixedDelay(new Round(pause, what, task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that fails again and again is in the log when it begins to, and when it works again. */
    private static final class Round implements Runnable {
        private final Duration pause;
        private final String what;
        private final Runnable task;
        private int failures;

        Round(Duration pause, String what, Runnable task) {
            this.pause = pause;
            this.what = what;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
                if (failures > 0) {
                    LOG.info("{} works again after {} failures", what, failures);
                    failures = 0;
                }
            } catch (StoreException e) {
                if (failures++ == 0) {
                    LOG.error("{} failed: {}. It is retried every {}", what, e.getMessage(), pause);
                }
            } catch (RuntimeException | Error e) {
                if (failures++ == 0) {
                    LOG.error("{} failed; it is retried every {}", what, pause, e);
                }
            }
        }
    }

    /** Lets the running round finish, starts no other. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(2, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
