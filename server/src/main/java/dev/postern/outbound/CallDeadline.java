package dev.postern.outbound;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moment at which a call ends, wherever it is: its socket is closed under it, which no answer in small drops can put off. */
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

    /** Takes a socket under its care. */
    synchronized void watch(Socket opened) throws IOException {
        socket = opened;
        if (passed) {
            opened.close();
        }
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
                // It is closed as far as it can be.
            }
        }
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
        closeSocket();
    }
}
