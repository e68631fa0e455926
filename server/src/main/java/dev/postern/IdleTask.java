package dev.postern;

import java.util.function.LongSupplier;

/**
 * Postpones a task while callers keep the process busy. The task only helps later requests, so it must not slow down current ones. The
 * number of postponements is limited.
 */
final class IdleTask implements Runnable {
    private static final long FEW_REQUESTS = 50;
    private static final int MAX_DEFERRALS = 60;

    private final LongSupplier requests;
    private final Runnable task;
    private long before;
    private int deferrals;

    /** @param requests returns the number of requests since the start */
    IdleTask(LongSupplier requests, Runnable task) {
        this.requests = requests;
        this.task = task;
    }

    @Override
    public void run() {
        long now = requests.getAsLong();
        boolean busy = now - before > FEW_REQUESTS;
        before = now;
        if (busy && deferrals < MAX_DEFERRALS) {
            deferrals++;
        } else {
            deferrals = 0;
            task.run();
        }
    }
}
