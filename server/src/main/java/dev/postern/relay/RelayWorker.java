package dev.postern.relay;

import dev.postern.store.StoreException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for due rows and starts sessions for them. Without {@link #start} it does nothing until a test calls {@link #workDue}.
 */
final class RelayWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RelayWorker.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BETWEEN_RENEWALS = RelayQueue.LEASE.dividedBy(4);
    /** Of all hosts together. */
    private static final int MAX_SESSIONS = 64;

    private static final int NOTICES = 100;
    /** After which the connections of sessions that have not ended are closed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_STORES = Duration.ofMillis(200);

    private final Lanes lanes;
    private final RelaySession session;
    private final Semaphore arrivals;
    private final int connections;
    private final Runnable cut;
    private final Semaphore places = new Semaphore(MAX_SESSIONS);
    private final Set<Thread> sessions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;
    private Thread sweeper = Thread.ofVirtual().unstarted(() -> {});
    private Thread renewer = Thread.ofVirtual().unstarted(() -> {});

    /**
     * @param arrivals has a permit when there are new rows
     * @param connections sessions with one host at a time
     * @param cut closes all connections
     */
    RelayWorker(Lanes lanes, RelaySession session, Semaphore arrivals, int connections, Runnable cut) {
        this.lanes = lanes;
        this.session = session;
        this.arrivals = arrivals;
        this.connections = connections;
        this.cut = cut;
    }

    /** Makes all attempts that are due, on the calling thread; returns their number. */
    int workDue() {
        int attempts = 0;
        while (sweep()) {
            // until all times that are over have been looked at
        }
        for (var some = lanes.ready(); !some.isEmpty(); some = lanes.ready()) {
            // one attempt for each, as sessions at the same time would make them
            for (Lane lane : some) {
                RelayKey key = lanes.next(lane);
                attempts += key != null && session.attempt(lane, key) ? 1 : 0;
            }
            sweep();
        }
        return attempts;
    }

    /** Returns whether there may be more to do at once. */
    private boolean sweep() {
        var _ = session.settleLeft();
        boolean more = session.notices(NOTICES) == NOTICES;
        lanes.fill();
        return more;
    }

    void start() {
        sweeper = Thread.ofVirtual().name("relay-sweep").start(this::sweepOften);
        renewer = Thread.ofVirtual().name("relay-renewal").start(this::renewOften);
    }

    private void sweepOften() {
        while (!stopping) {
            try {
                if (sweep()) {
                    arrivals.release();
                }
                lanes.ready().forEach(this::openSessions);
            } catch (StoreException e) {
                LOG.debug("The queue could not be read; retrying", e);
            } catch (RuntimeException e) {
                LOG.warn("The queue could not be read; retrying", e);
            }
            try {
                var _ = arrivals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                arrivals.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void openSessions(Lane lane) {
        while (!stopping && places.tryAcquire()) {
            if (!lane.begin(connections)) {
                places.release();
                return;
            }
            Thread thread = Thread.ofVirtual().name("relay-" + lane.name()).unstarted(() -> run(lane));
            sessions.add(thread);
            thread.start();
        }
    }

    private void run(Lane lane) {
        try {
            for (RelayKey key = lanes.next(lane); key != null && !stopping; key = lanes.next(lane)) {
                session.attempt(lane, key);
            }
        } catch (RuntimeException e) {
            LOG.warn("A session ended early", e);
        } finally {
            lane.end();
            places.release();
            sessions.remove(Thread.currentThread());
        }
    }

    private void renewOften() {
        try {
            while (!stopped.await(BETWEEN_RENEWALS.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    session.renew();
                } catch (RuntimeException e) {
                    LOG.warn("The claims on messages that are being sent could not be renewed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is left then may be sent twice: at most as many messages to each host as it may have sessions. */
    private void settleLeft() throws InterruptedException {
        long end = System.nanoTime() + GRACE.toNanos();
        int left = session.settleLeft();
        while (left > 0 && System.nanoTime() < end) {
            var _ = stopped.await(BETWEEN_STORES.toMillis(), TimeUnit.MILLISECONDS);
            left = session.settleLeft();
        }
        if (left > 0) {
            LOG.error("The outcomes of {} attempts could not be stored; their messages may be sent twice", left);
        }
    }

    /** Ends the attempts in progress: after a short time by closing their connections, so that the messages are sent again later. */
    void stop() {
        stopping = true;
        arrivals.release();
        try {
            sweeper.join();
            long end = System.nanoTime() + GRACE.toNanos();
            for (Thread thread : sessions) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
            cut.run();
            for (Thread thread : sessions) {
                thread.join();
            }
            settleLeft();
            stopped.countDown();
            renewer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
