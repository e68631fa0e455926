package dev.postern.outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Connections that wait for the next call to the same origin. Thread-safe; its lock is held only for moments. */
final class KeptConnections {
    /** Shorter than the time after which usual servers close an idle connection (Node.js: 5 s). */
    static final Duration IDLE = Duration.ofSeconds(4);

    static final int MAX = 128;
    static final int MAX_OF_ORIGIN = 4;

    private final Map<Origin, Deque<Kept>> all = new HashMap<>();
    private final LongSupplier nanos;
    private int count;
    private boolean closed;

    KeptConnections(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Kept(OpenConnection connection, long since) {
        boolean isOld(long now) {
            return now - since > IDLE.toNanos();
        }
    }

    /**
     * Takes the connection that was used last, or returns null. The target was checked just now: a connection to an address that its name no
     * longer has is not used.
     */
    @Nullable
    OpenConnection take(Target target) {
        long now = nanos.getAsLong();
        var unused = new ArrayList<OpenConnection>();
        try {
            return take(target, now, unused);
        } finally {
            unused.forEach(OpenConnection::close);
        }
    }

    private synchronized @Nullable OpenConnection take(Target target, long now, List<OpenConnection> unused) {
        Deque<Kept> kept = all.get(target.origin());
        while (kept != null && !kept.isEmpty()) {
            Kept last = remove(target.origin(), kept);
            OpenConnection connection = last.connection();
            if (!last.isOld(now) && target.addresses().contains(connection.address())) {
                return connection;
            }
            unused.add(connection);
        }
        return null;
    }

    private Kept remove(Origin origin, Deque<Kept> kept) {
        Kept last = kept.removeLast();
        count--;
        if (kept.isEmpty()) {
            all.remove(origin);
        }
        return last;
    }

    /** Keeps a connection whose last response was read completely; closes it if there are enough. */
    void keep(OpenConnection connection) {
        if (!tryKeep(connection)) {
            connection.close();
        }
    }

    private synchronized boolean tryKeep(OpenConnection connection) {
        Deque<Kept> kept = all.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>());
        if (closed || count >= MAX || kept.size() >= MAX_OF_ORIGIN) {
            if (kept.isEmpty()) {
                all.remove(connection.origin());
            }
            return false;
        }
        kept.addLast(new Kept(connection, nanos.getAsLong()));
        count++;
        return true;
    }

    /** Closes what has waited for too long. */
    void expire() {
        removeOld(nanos.getAsLong()).forEach(OpenConnection::close);
    }

    private synchronized List<OpenConnection> removeOld(long now) {
        var old = new ArrayList<OpenConnection>();
        for (Iterator<Deque<Kept>> origins = all.values().iterator(); origins.hasNext(); ) {
            Deque<Kept> kept = origins.next();
            while (!kept.isEmpty() && (closed || kept.getFirst().isOld(now))) {
                old.add(kept.removeFirst().connection());
                count--;
            }
            if (kept.isEmpty()) {
                origins.remove();
            }
        }
        return old;
    }

    /** Closes all, and those that are given back later. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        expire();
    }
}
