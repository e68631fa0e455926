package dev.postern.http.connection;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open connections of a process, over all listeners, up to a maximum. When it is reached, a new connection replaces one whose
 * peer keeps the server waiting, so that idle connections cannot lock out active clients. Connections with a request
 * in progress are never closed. Thread-safe.
 */
public final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long BETWEEN_WARNINGS = 60 * SECOND;
    /** When the maximum is reached, one scan selects this many connections to close, so that a flood does not cost a scan for each. */
    private static final int AT_ONCE = 64;

    private static final Duration MAX_WAIT = Duration.ofMillis(100);

    private final int max;
    private final TimeLimits limits;
    private final LongSupplier nanos;
    private final Set<Connection> connected = ConcurrentHashMap.newKeySet();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong lastWarning;

    /** @param max maximum number of open connections */
    public Connections(int max, TimeLimits limits) {
        this(max, limits, System::nanoTime);
    }

    Connections(int max, TimeLimits limits, LongSupplier nanos) {
        this.max = max;
        this.limits = limits;
        this.nanos = nanos;
        this.lastWarning = new AtomicLong(nanos.getAsLong() - BETWEEN_WARNINGS);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    public int max() {
        return max;
    }

    public TimeLimits limits() {
        return limits;
    }

    /** Returns how many connections hold a file descriptor, including those that are being closed. */
    public int open() {
        return connected.size();
    }

    /** Returns how many connections the server has closed for this reason since the start. */
    public long closed(CloseReason reason) {
        return counter(reason).sum();
    }

    /** Admits a new connection, replacing others if necessary. Returns null and closes the channel if that is not possible. */
    synchronized @Nullable Connection admit(SocketChannel channel, boolean secure) {
        var connection = new Connection(channel, secure, nanos);
        if (open.get() >= max) {
            makeRoom();
        }
        awaitDescriptors();
        open.incrementAndGet();
        if (open.get() > max || connected.size() >= max + slack(max)) {
            close(connection, CloseReason.FULL);
            return null;
        }
        connected.add(connection);
        return connection;
    }

    /** A closed connection holds its descriptor until its thread has noticed, which is immediate unless the processors are busy. */
    private void awaitDescriptors() {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (connected.size() >= max + slack(max) && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** Returns how many descriptors above the maximum may be held for that time. */
    static int slack(int max) {
        return Math.max(32, max / 8);
    }

    /** Called when its descriptor is free again. */
    void ended(Connection connection) {
        close(connection, CloseReason.DONE);
        connected.remove(connection);
    }

    /** Closes connections that have kept the server waiting for too long. Must be called repeatedly. */
    public void closeOverdue() {
        long now = nanos.getAsLong();
        for (Connection connection : connected) {
            CloseReason reason = connection.closed() == null ? connection.overdue(now, limits) : null;
            if (reason != null) {
                close(connection, reason);
            }
        }
    }

    /** Closes some of the least valuable connections. */
    synchronized void makeRoom() {
        long now = nanos.getAsLong();
        var present = new ArrayList<Connection>(connected.size());
        connected.stream().filter(one -> one.closed() == null).forEach(present::add);
        var candidates = new ArrayList<Candidate>(present.size());
        boolean manyUnused =
                present.stream().filter(Predicate.not(Connection::used)).count() > max / 4;
        present.forEach(connection -> {
            Candidate candidate = candidate(connection, now, manyUnused);
            if (candidate != null) {
                candidates.add(candidate);
            }
        });
        candidates.sort(Comparator.comparingInt(Candidate::rank).thenComparingDouble(Candidate::order));
        int worst = candidates.isEmpty() ? 0 : candidates.getFirst().rank();
        candidates.stream()
                .filter(candidate -> candidate.rank() == worst)
                .limit(Math.max(1, max / AT_ONCE))
                .forEach(candidate -> close(candidate.connection(), CloseReason.ROOM));
        warn(now);
    }

    /** @param order within the rank, the lowest is closed first */
    private record Candidate(Connection connection, int rank, double order) {}

    /**
     * Ranks a connection. First those that never sent anything, then those that never completed a request, then the longest idle, then
     * the slowest. A connection whose thread has not started yet is kept. Every connection has at least one second, unless there are many
     * new ones, which would otherwise replace all others.
     */
    private static @Nullable Candidate candidate(Connection connection, long now, boolean manyUnused) {
        if (!connection.started()) {
            return null;
        }
        if (!connection.used()) {
            boolean patient = !manyUnused && now - connection.opened() < SECOND;
            return new Candidate(
                    connection, (patient ? 4 : 0) + (connection.received() ? 1 : 0), connection.opened() - now);
        }
        return switch (connection.phase()) {
            case WORKING -> null;
            case IDLE, HANDSHAKE, HEAD ->
                new Candidate(connection, now - connection.since() < SECOND ? 6 : 2, connection.since() - now);
            case BODY, ANSWER ->
                new Candidate(connection, connection.waited(now) < SECOND ? 7 : 3, connection.rate(now));
        };
    }

    void close(Connection connection, CloseReason reason) {
        if (connection.ends(reason)) {
            open.decrementAndGet();
            counter(reason).increment();
        }
        connection.close();
    }

    private LongAdder counter(CloseReason reason) {
        return Objects.requireNonNull(closed.get(reason));
    }

    private void warn(long now) {
        long last = lastWarning.get();
        if (now - last >= BETWEEN_WARNINGS && lastWarning.compareAndSet(last, now)) {
            log.warn(
                    "All {} connections that limits.connections allows are open; idle ones are closed"
                            + " for new ones",
                    max);
        }
    }
}
