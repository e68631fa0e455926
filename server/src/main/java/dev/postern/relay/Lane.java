package dev.postern.relay;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The next host of some rows: what waits for it in memory, how many sessions it has, and until when it is left alone. Thread-safe. */
final class Lane {
    /** The domain, or empty for the one host of all domains. */
    private final String name;

    private final Deque<RelayKey> keys = new ArrayDeque<>();
    private int sessions;
    private int owed;
    private int failures;
    private @Nullable Instant pausedUntil;
    private @Nullable String reason;

    Lane(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    synchronized void add(Collection<RelayKey> some) {
        keys.addAll(some);
    }

    synchronized @Nullable RelayKey next() {
        return keys.poll();
    }

    /** Whether an attempt can be made. */
    synchronized boolean isReady() {
        return !keys.isEmpty() && owed == 0;
    }

    /** Whether rows of it need not be looked for: it has some, or no session can be added. */
    synchronized boolean isBusy(int max) {
        return !keys.isEmpty() || owed > 0 || sessions >= allowed(max);
    }

    /**
     * The outcome of an attempt is not stored, so its message may be sent twice if the process ends now. There is no other attempt until it is
     * stored: so there are never more such messages than sessions.
     */
    synchronized void owe() {
        owed++;
    }

    /** The outcome is stored. */
    synchronized void pay() {
        owed--;
    }

    synchronized boolean owes() {
        return owed > 0;
    }

    /** After a failure there is one place, until the host is reached again. */
    private int allowed(int max) {
        return failures > 0 ? 1 : max;
    }

    /** Takes a place for a session, if there is one and something to send. */
    synchronized boolean begin(int max) {
        if (!isReady() || sessions >= allowed(max)) {
            return false;
        }
        sessions++;
        return true;
    }

    synchronized void end() {
        sessions--;
    }

    /** Returns the end of the pause, or null if there is none now. */
    synchronized @Nullable Instant pausedUntil(Instant now) {
        return pausedUntil == null || !now.isBefore(pausedUntil) ? null : pausedUntil;
    }

    synchronized @Nullable String reason() {
        return reason;
    }

    /** Why what is due is not tried, and until when; null if it is. */
    synchronized @Nullable Pause pause() {
        return pausedUntil == null || reason == null ? null : new Pause(pausedUntil, reason);
    }

    synchronized int failures() {
        return failures;
    }

    /**
     * The host could not be reached. What waits in memory is due again after the pause. Sessions that fail at the same time are one failure:
     * a host that starts again ends all of them.
     */
    synchronized void pause(Instant now, Instant until, String why) {
        if (pausedUntil(now) != null) {
            return;
        }
        failures++;
        pausedUntil = until;
        reason = why;
        keys.clear();
    }

    synchronized void reached() {
        failures = 0;
        pausedUntil = null;
        reason = null;
    }

    /** Ends the pause, because an administrator wants an attempt. */
    synchronized void resume() {
        pausedUntil = null;
    }

    /** Whether nothing is lost when it is forgotten. */
    synchronized boolean isIdle(Instant now) {
        return keys.isEmpty()
                && sessions == 0
                && owed == 0
                && (failures == 0
                        || pausedUntil == null
                        || pausedUntil.plusSeconds(3600).isBefore(now));
    }
}
