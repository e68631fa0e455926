package dev.postern.outbound;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a call. It closes the socket when it expires, so a server that sends its response byte by byte cannot delay it. */
final class CallDeadline implements AutoCloseable {
    private final long end;
    private final Future<?> alarm;
    private @Nullable Socket socket;
    private boolean passed;

    CallDeadline(ScheduledExecutorService timer, Duration patience) {
        this.end = System.nanoTime() + patience.toNanos();
        this.alarm = timer.schedule(this::pass, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    /** Closes this socket when the deadline expires. */
    synchronized void watch(Socket opened) throws IOException {
        socket = opened;
        if (passed) {
            opened.close();
        }
    }

    /** Leaves the socket open at the end of the call. Returns false if the deadline has expired and closed it. */
    synchronized boolean release() {
        socket = null;
        return !passed;
    }

    synchronized boolean passed() {
        return passed;
    }

    private synchronized void pass() {
        passed = true;
        closeSocket();
    }

    private void closeSocket() {
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
    public synchronized void close() {
        alarm.cancel(false);
        closeSocket();
    }
}
