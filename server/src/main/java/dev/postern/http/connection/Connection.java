package dev.postern.http.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open connection: whether it waits for the peer or the server, and since when. Its own thread sets the phases; other
 * threads read them and close the channel, which ends any blocking call of its thread.
 */
final class Connection {
    enum Phase {
        HANDSHAKE,
        /** Between requests, also before the first. */
        IDLE,
        HEAD,
        /** The server processes a request and does not wait for the peer. */
        WORKING,
        BODY,
        ANSWER
    }

    private final SocketChannel channel;
    private final LongSupplier nanos;
    private final long opened;
    private volatile Phase phase;
    private volatile long since;
    private volatile boolean started;
    private volatile boolean received;
    private volatile boolean used;
    private volatile boolean inRequest;
    private final AtomicReference<@Nullable CloseReason> closed = new AtomicReference<>();
    /** For the body or response of the current request: how long the server waited, and for how many bytes. */
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

    /** Returns whether at least one request was completed. */
    boolean used() {
        return used;
    }

    boolean inRequest() {
        return inRequest;
    }

    /** Returns whether its thread has started. Before that it is unknown whether the peer has sent anything. */
    boolean started() {
        return started;
    }

    void begin() {
        started = true;
    }

    /** Returns whether the peer has sent anything. */
    boolean received() {
        return received;
    }

    void firstByte() {
        received = true;
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

    /** Called before reading from the peer. */
    void reading() {
        if (inRequest) {
            turnTo(Phase.BODY);
        }
    }

    void read(int count) {
        if (inRequest) {
            arrived(count);
        } else if (phase == Phase.IDLE) {
            received = true;
            enter(Phase.HEAD);
        }
    }

    /** Called before writing to the peer. Returns the phase to return to afterwards. */
    Phase writing() {
        Phase before = phase;
        turnTo(Phase.ANSWER);
        return before;
    }

    /** Body and response are measured separately: a fast upload does not make up for a slow reader. */
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
        // Only the connection's own thread writes these fields.
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

    /** Returns how long the server has waited for the current body or response. */
    long waited(long now) {
        return waited + now - since;
    }

    /** Returns the bytes per second of that time. */
    double rate(long now) {
        return moved * 1e9 / Math.max(1, waited(now));
    }

    /** Returns why the connection must be closed now, or null. */
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
        return over(now, limits.body()) || (waited(now) > limits.body().toNanos() && rate(now) < limits.minRate());
    }

    /** Sets the reason why it ends. Returns whether this was the first reason, the only one that counts. */
    boolean ends(CloseReason reason) {
        return closed.compareAndSet(null, reason);
    }

    /** Closes it, whatever its thread is doing. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed anyway.
        }
    }

    @Nullable
    CloseReason closed() {
        return closed.get();
    }
}
