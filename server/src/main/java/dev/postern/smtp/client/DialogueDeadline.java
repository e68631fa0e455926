package dev.postern.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of an attempt. It closes the socket when it passes, so that a host that replies byte by byte cannot hold a thread longer. */
final class DialogueDeadline implements AutoCloseable {
    private final long end;
    private final @Nullable Future<?> alarm;
    private @Nullable Socket socket;
    private boolean passed;

    DialogueDeadline(ScheduledExecutorService timer, Duration limit) {
        long nanos = limit.toNanos();
        this.end = System.nanoTime() + nanos;
        this.alarm = schedule(timer, nanos);
    }

    private @Nullable Future<?> schedule(ScheduledExecutorService timer, long nanos) {
        try {
            return timer.schedule(this::pass, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the sender is closed
            pass();
            return null;
        }
    }

    /** Not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Closes this socket when the time is over. The one below TLS: closing the other can wait for a write that is stuck. */
    synchronized void watch(Socket opened) throws IOException {
        socket = opened;
        if (passed) {
            opened.close();
        }
    }

    /** Leaves the socket open. Returns false if it was closed because the time is over. */
    synchronized boolean release() {
        socket = null;
        return !passed;
    }

    synchronized boolean passed() {
        return passed || left().isZero();
    }

    /** Ends the attempt now. */
    synchronized void pass() {
        passed = true;
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing more can be done to close it.
            }
        }
    }

    @Override
    public void close() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
