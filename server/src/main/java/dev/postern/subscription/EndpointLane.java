package dev.postern.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What this node sends to one endpoint: the claimed notifications, the requests in progress, and how the endpoint reacted. Each endpoint has
 * a lane of its own, so that one that is slow or broken delays no other. Its lock is held only for moments.
 */
final class EndpointLane {
    /** Requests to one endpoint at the same time. */
    static final int MAX_REQUESTS = 4;
    /** Notifications of one request. */
    static final int MAX_BATCH = 200;
    /** Claimed notifications in memory. At three seconds for each request they are sent long before their lease expires. */
    static final int MAX_READY = 2_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 4;

    private final Deque<Notification> ready = new ArrayDeque<>();
    private final SlowWindow window = new SlowWindow();
    private int requests;
    private int failures;
    private Instant pausedUntil = Instant.MIN;

    /** Decides what happens to new notifications. */
    synchronized ChangeComparison.Admission admission(Instant now) {
        return switch (window.state(now)) {
            case DROPPING -> new ChangeComparison.Admission.Dropped();
            case SLOW -> new ChangeComparison.Admission.Later(now.plus(SlowWindow.LENGTH));
            case FAST ->
                pausedUntil.isAfter(now)
                        ? new ChangeComparison.Admission.Later(pausedUntil)
                        : ready.size() >= MAX_READY
                                ? new ChangeComparison.Admission.Later(now)
                                : new ChangeComparison.Admission.Now();
        };
    }

    /** How many due notifications may be claimed. */
    synchronized int room(Instant now) {
        return pausedUntil.isAfter(now) ? 0 : Math.max(0, MAX_READY - ready.size());
    }

    /** Adds claimed notifications; returns whether another request may begin. */
    synchronized boolean offer(List<Notification> some) {
        ready.addAll(some);
        if (requests >= MAX_REQUESTS || ready.isEmpty()) {
            return false;
        }
        requests++;
        return true;
    }

    /** The notifications of the next request, all for one URL and of one sort. Empty ends the series of requests that {@link #offer} allowed. */
    synchronized List<Notification> next() {
        if (ready.isEmpty()) {
            requests--;
            return List.of();
        }
        var batch = new ArrayList<Notification>();
        Notification first = ready.getFirst();
        Iterator<Notification> all = ready.iterator();
        while (all.hasNext() && batch.size() < MAX_BATCH) {
            Notification one = all.next();
            if (one.url().equals(first.url()) && one.isOfLifecycle() == first.isOfLifecycle()) {
                batch.add(one);
                all.remove();
            }
        }
        return batch;
    }

    /** Counts a request. An endpoint that does not respond is not called for a while. */
    synchronized void reacted(Instant now, int notifications, NotificationSender.Reaction reaction, boolean slow) {
        window.add(now, notifications, slow);
        if (reaction == NotificationSender.Reaction.NO_RESPONSE) {
            pausedUntil = now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS)));
            failures++;
        } else {
            failures = 0;
            pausedUntil = Instant.MIN;
        }
    }

    synchronized boolean isThrottled(Instant now) {
        return window.state(now) != SlowWindow.State.FAST;
    }

    /** Whether nothing is known about the endpoint that would be lost. */
    synchronized boolean isIdle(Instant now) {
        return ready.isEmpty() && requests == 0 && !pausedUntil.isAfter(now) && window.isIdle(now);
    }

    /** Takes everything that is not being sent. */
    synchronized List<Notification> drain() {
        var all = new ArrayList<>(ready);
        ready.clear();
        return all;
    }
}
