package dev.postern;

import dev.postern.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs periodic tasks. A failure is logged and counted by its task, and the task is run again after its pause. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ScheduledExecutorService clock;
    private final List<Round> rounds = new CopyOnWriteArrayList<>();

    /** @param threads the number of tasks that can run concurrently; enough that a waiting task does not delay others */
    Background(int threads) {
        this.clock = Executors.newScheduledThreadPool(
                threads, Thread.ofPlatform().name("background-", 0).daemon().factory());
    }

    /** Runs a task repeatedly, with a pause after each run. */
    void every(Duration pause, String what, Runnable task) {
        Round round = new Round(pause, what, task);
        rounds.add(round);
        var _ = clock.scheduleWithFixedDelay(round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs every task once on the calling thread, because the time has moved. */
    void runAll() {
        rounds.forEach(Round::run);
    }

    /** A repeatedly failing task is logged when it starts to fail and when it works again. */
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
        public synchronized void run() {
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

    /** Waits for the running tasks and starts no others. */
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
