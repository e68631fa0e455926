package dev.postern.smtp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Connections that wait a few seconds for the next message to the same destination. Thread-safe. */
final class IdleConnections {
    static final Duration LONGEST = Duration.ofSeconds(10);
    static final int MAX_MESSAGES = 100;
    private static final int MAX = 64;
    private static final int MAX_PER_DESTINATION = 4;

    private final LongSupplier nanos;
    private final Map<Destination, ArrayDeque<Idle>> idle = new HashMap<>();
    private int count;
    private boolean closed;

    private record Idle(SmtpConnection connection, long since) {}

    /** @param nanos such as {@link System#nanoTime} */
    IdleConnections(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the connection that was used last, because its host is the least likely to have closed it. */
    synchronized @Nullable SmtpConnection take(Destination destination) {
        ArrayDeque<Idle> waiting = idle.get(destination);
        if (waiting == null) {
            return null;
        }
        Idle one = waiting.removeLast();
        count--;
        if (waiting.isEmpty()) {
            idle.remove(destination);
        }
        return one.connection();
    }

    /** Keeps a connection, or ends it. */
    void keep(Destination destination, SmtpConnection connection) {
        if (!kept(destination, connection)) {
            connection.quit();
        }
    }

    private synchronized boolean kept(Destination destination, SmtpConnection connection) {
        if (closed || !connection.isOpen() || connection.messages() >= MAX_MESSAGES || count >= MAX) {
            return false;
        }
        ArrayDeque<Idle> waiting = idle.computeIfAbsent(destination, one -> new ArrayDeque<>());
        if (waiting.size() >= MAX_PER_DESTINATION) {
            return false;
        }
        waiting.addLast(new Idle(connection, nanos.getAsLong()));
        count++;
        return true;
    }

    /** Ends the connections that have waited for too long. */
    void sweep() {
        removed(nanos.getAsLong() - LONGEST.toNanos()).forEach(SmtpConnection::quit);
    }

    private synchronized List<SmtpConnection> removed(long before) {
        var removed = new ArrayList<SmtpConnection>();
        idle.values().removeIf(waiting -> {
            while (!waiting.isEmpty() && waiting.getFirst().since() - before <= 0) {
                removed.add(waiting.removeFirst().connection());
                count--;
            }
            return waiting.isEmpty();
        });
        return removed;
    }

    synchronized int count() {
        return count;
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        removed(nanos.getAsLong()).forEach(SmtpConnection::quit);
    }
}
