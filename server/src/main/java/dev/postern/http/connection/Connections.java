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
 * All open connections of a process, whatever listener took them: a bounded number. When it is reached, a new one takes the
 * place of those whose peers keep the server waiting, so that a crowd that asks for nothing cannot lock out who does. Those that
 * the server works for are never closed. Thread-safe.
 */
public final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final long SECOND = 1_000_000_000L;
    private static final long BETWEEN_WARNINGS = 60 * SECOND;
    /** A full table is searched once for so many at a time, so that a flood costs no search for each. */
    private static final int AT_ONCE = 64;

    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final int most;
    private final TimeLimits limits;
    private final LongSupplier nanos;
    private final Set<Connection> held = ConcurrentHashMap.newKeySet();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong lastWarning;

    /** @param most open at once */
    public Connections(int most, TimeLimits limits) {
        this(most, limits, System::nanoTime);
    }

    Connections(int most, TimeLimits limits, LongSupplier nanos) {
        this.most = most;
        this.limits = limits;
        this.nanos = nanos;
        this.lastWarning = new AtomicLong(nanos.getAsLong() - BETWEEN_WARNINGS);
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    public int most() {
        return most;
    }

    public TimeLimits limits() {
        return limits;
    }

    /** How many hold a descriptor now, those included that are just being closed. */
    public int open() {
        return held.size();
    }

    /** How many the server closed for this reason since the start. */
    public long closed(CloseReason reason) {
        return counter(reason).sum();
    }

    /** Takes a new connection in, in the place of others if need be. None when there is no place: the channel is closed then. */
    synchronized @Nullable Connection admit(SocketChannel channel, boolean secure) {
        var connection = new Connection(channel, secure, nanos);
        if (open.get() >= most) {
            makeRoom();
        }
        awaitDescriptors();
        open.incrementAndGet();
        if (open.get() > most || held.size() >= most + slack(most)) {
            close(connection, CloseReason.FULL);
            return null;
        }
        held.add(connection);
        return connection;
    }

    /** What is being closed has its descriptor until its thread has noticed, which it does at once unless the processors are busy. */
    private void awaitDescriptors() {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (held.size() >= most + slack(most) && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** How many more than allowed may hold a descriptor for that moment. */
    static int slack(int most) {
        return Math.max(32, most / 8);
    }

    /** Its descriptor is free again. */
    void ended(Connection connection) {
        close(connection, CloseReason.DONE);
        held.remove(connection);
    }

    /** Closes what has kept the server waiting for too long; to be called again and again. */
    public void closeOverdue() {
        long now = nanos.getAsLong();
        for (Connection connection : held) {
            CloseReason reason = connection.closed() == null ? connection.overdue(now, limits) : null;
            if (reason != null) {
                close(connection, reason);
            }
        }
    }

    /** Closes some that are worth least. */
    synchronized void makeRoom() {
        long now = nanos.getAsLong();
        var present = new ArrayList<Connection>(held.size());
        held.stream().filter(one -> one.closed() == null).forEach(present::add);
        var candidates = new ArrayList<Candidate>(present.size());
        boolean crowd = present.stream().filter(Predicate.not(Connection::used)).count() > most / 4;
        present.forEach(connection -> {
            Candidate candidate = candidate(connection, now, crowd);
            if (candidate != null) {
                candidates.add(candidate);
            }
        });
        candidates.sort(Comparator.comparingInt(Candidate::rank).thenComparingDouble(Candidate::order));
        int worst = candidates.isEmpty() ? 0 : candidates.getFirst().rank();
        candidates.stream()
                .filter(candidate -> candidate.rank() == worst)
                .limit(Math.max(1, most / AT_ONCE))
                .forEach(candidate -> close(candidate.connection(), CloseReason.ROOM));
        warn(now);
    }

    /** @param order the lower, the sooner it goes, among those of its rank */
    private record Candidate(Connection connection, int rank, double order) {}

    /**
     * First who never said anything, then who never finished asking, then who has not asked for longest, then who sends or reads
     * most slowly. Who was not listened to yet stays. A second is granted to everybody, but not to a crowd of newcomers, who would push out everybody else.
     */
    private static @Nullable Candidate candidate(Connection connection, long now, boolean crowd) {
        if (!connection.begun()) {
            return null;
        }
        if (!connection.used()) {
            boolean patient = !crowd && now - connection.opened() < SECOND;
            return new Candidate(
                    connection, (patient ? 4 : 0) + (connection.heard() ? 1 : 0), connection.opened() - now);
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
                    "All {} connections that limits.connections allows are open; those that ask for nothing are closed"
                            + " for new ones",
                    most);
        }
    }
}
