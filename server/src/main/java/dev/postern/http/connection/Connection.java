package dev.postern.http.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open connection: which of the two sides it waits for, and since when. Its own thread tells the phases; other threads
 * read them and close the channel, which ends whatever its thread waits for.
 */
final class Connection {
    enum Phase {
        HANDSHAKE,
        /** Between requests, also before the first. */
        IDLE,
        HEAD,
        /** The server works; the peer has done its part. */
        WORKING,
        BODY,
        ANSWER
    }

    private final SocketChannel channel;
    private final LongSupplier nanos;
    private final long opened;
    private volatile Phase phase;
    private volatile long since;
    private volatile boolean begun;
    private volatile boolean heard;
    private volatile boolean used;
    private volatile boolean inRequest;
    private final AtomicReference<@Nullable CloseReason> closed = new AtomicReference<>();
    /** Of the body and the answer of the present request: how long the server waited, and for how much. */
    private volatile long waited;

    private volatile long moved;
    private Phase measured = Phase.WORKING;

    Connection(SocketChannel channel, boolean secure, LongSupplier nanos) {
        this.channel = channel;
        this.nanos = nanos;
        this.opened = nanos.getAsLong();
        this.since = opened;
        this.phase = secure ? Phase.HANDSHAKE : Phase.IDLE;
    }

    SocketChannel channel() {
        return channel;
    }

    long opened() {
        return opened;
    }

    long since() {
        return since;
    }

    Phase phase() {
        return phase;
    }

    /** Whether a request ever came to its end. */
    boolean used() {
        return used;
    }

    boolean inRequest() {
        return inRequest;
    }

    /** Whether its thread has begun; before, nobody knows whether the peer has said something. */
    boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    /** Whether the peer ever sent anything. */
    boolean heard() {
        return heard;
    }

    void firstByte() {
        heard = true;
    }

    void handshakeDone() {
        enter(Phase.IDLE);
    }

    void requestBegins() {
        used = true;
        inRequest = true;
        measured = Phase.WORKING;
        phase = Phase.WORKING;
    }

    void requestEnds() {
        inRequest = false;
        enter(Phase.IDLE);
    }

    /** The next call reads from the peer. */
    void reading() {
        if (inRequest) {
            turnTo(Phase.BODY);
        }
    }

    void read(int count) {
        if (inRequest) {
            arrived(count);
        } else if (phase == Phase.IDLE) {
            heard = true;
            enter(Phase.HEAD);
        }
    }

    /** The next call writes to the peer. Answers where the connection is afterwards. */
    Phase writing() {
        Phase before = phase;
        turnTo(Phase.ANSWER);
        return before;
    }

    /** Body and answer are measured apart: what arrived quickly does not excuse who reads slowly. */
    private void turnTo(Phase direction) {
        if (direction != measured) {
            measured = direction;
            waited = 0;
            moved = 0;
        }
        enter(direction);
    }

    void wrote(int count, Phase after) {
        arrived(count);
        phase = after;
    }

    private void arrived(int count) {
        long now = nanos.getAsLong();
        // Only the connection's own thread writes these.
        long waitedBefore = waited;
        long movedBefore = moved;
        waited = waitedBefore + now - since;
        moved = movedBefore + count;
        since = now;
        phase = Phase.WORKING;
    }

    private void enter(Phase next) {
        since = nanos.getAsLong();
        phase = next;
    }

    /** How long the present body or answer has kept the server waiting. */
    long waited(long now) {
        return waited + now - since;
    }

    /** Bytes per second of that time. */
    double rate(long now) {
        return moved * 1e9 / Math.max(1, waited(now));
    }

    /** Why it is to be closed now, if it is. */
    @Nullable
    CloseReason overdue(long now, TimeLimits limits) {
        return switch (phase) {
            case HANDSHAKE -> over(now, limits.handshake()) ? CloseReason.HANDSHAKE : null;
            case IDLE -> over(now, limits.idle()) ? CloseReason.IDLE : null;
            case HEAD -> over(now, limits.header()) ? CloseReason.HEADER : null;
            case BODY -> slow(now, limits) ? CloseReason.BODY : null;
            case ANSWER -> slow(now, limits) ? CloseReason.ANSWER : null;
            case WORKING -> null;
        };
    }

    private boolean over(long now, Duration limit) {
        return now - since > limit.toNanos();
    }

    private boolean slow(long now, TimeLimits limits) {
        return over(now, limits.body()) || (waited(now) > limits.body().toNanos() && rate(now) < limits.leastRate());
    }

    /** Settles why it ends. Tells whether this was the first reason; only that counts. */
    boolean ends(CloseReason reason) {
        return closed.compareAndSet(null, reason);
    }

    /** Ends it, whatever its thread is doing. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    @Nullable
    CloseReason closed() {
        return closed.get();
    }
}
