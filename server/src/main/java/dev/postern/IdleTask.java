package dev.postern;

import java.util.function.LongSupplier;

/**
 * Puts off, from second to second, what can wait while callers keep the process busy: a task that is only a favour to later requests
 * must not slow down those of now. It is not put off for ever.
 */
final class IdleTask implements Runnable {
    private static final long FEW_REQUESTS = 50;
    private static final int MOST_PUT_OFF = 60;

    private final LongSupplier requests;
    private final Runnable task;
    private long before;
    private int putOff;

    /** @param requests how many there have been since the start */
    IdleTask(LongSupplier requests, Runnable task) {
        this.requests = requests;
        this.task = task;
    }

    @Override
    public void run() {
        long now = requests.getAsLong();
        boolean busy = now - before > FEW_REQUESTS;
        before = now;
        if (busy && putOff < MOST_PUT_OFF) {
            putOff++;
        } else {
            putOff = 0;
            task.run();
        }
    }
}
