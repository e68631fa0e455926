package dev.postern.subscription;

import dev.postern.access.MailboxId;
import dev.postern.store.StoreException;
import dev.postern.subscription.NotificationSender.Reaction;
import dev.postern.subscription.NotificationSender.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares recorded changes with the subscriptions and sends the notifications. Changes of this node are compared as soon as they are
 * committed; a scan finds those of other nodes and what is to be sent again. A notification is removed after its endpoint has accepted it,
 * so it is sent at least once.
 */
public final class NotificationWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationWorker.class);
    private static final long FEW_MILLIS = 200;
    /** Each uses a connection while it compares. */
    private static final int COMPARERS = 4;
    /** With one writer, their transactions are committed together. */
    private static final int COMPARERS_OF_ONE_WRITER = 16;

    private static final int MAX_ENDPOINTS = 1_000;
    private static final int MAX_MAILBOXES = 200;
    /** Claimed notifications of all endpoints in memory. */
    private static final int MAX_CLAIMED = 20_000;
    /** What is left of a lease when a request begins: more than the request takes. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Subscriptions subscriptions;
    private final ChangedMailboxes changed;
    private final NotificationSender sender;
    private final Duration slow;
    private final Executor requests;
    private final NotificationCounters counters = new NotificationCounters();
    private final ConcurrentMap<String, EndpointLane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * @param slow a response that takes longer counts as slow
     * @param requests runs the requests; a direct executor sends in the calling thread
     */
    public NotificationWorker(
            Subscriptions subscriptions,
            ChangedMailboxes changed,
            NotificationSender sender,
            Duration slow,
            Executor requests) {
        this.subscriptions = subscriptions;
        this.changed = changed;
        this.sender = sender;
        this.slow = slow;
        this.requests = requests;
    }

    public NotificationCounters counters() {
        return counters;
    }

    /** The number of live subscriptions, counted now, up to {@link SubscriptionScan#MAX_COUNTED}. */
    public long live() {
        return subscriptions.scan().live(subscriptions.now());
    }

    /** The number of notifications that wait, counted now, up to {@link SubscriptionScan#MAX_COUNTED}. */
    public long waiting() {
        return subscriptions.scan().waiting();
    }

    /** Begins to compare the changes of this node as soon as they are committed. */
    public void start() {
        subscriptions.releaseClaims();
        int comparers = subscriptions.database().hasOneWriter() ? COMPARERS_OF_ONE_WRITER : COMPARERS;
        for (int i = 0; i < comparers; i++) {
            threads.add(Thread.ofVirtual().name("notification-compare-" + i).start(this::compareOften));
        }
    }

    private void compareOften() {
        while (!stopping) {
            try {
                changed.take(FEW_MILLIS, 1).forEach(this::compare);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Compares and sends what is there, once. Called about once a second, for what {@link #start} does not see. */
    public void round() {
        changed.takeNow().forEach(this::compare);
        scan();
    }

    private void compare(MailboxId mailbox) {
        try {
            boolean more = true;
            while (more && !stopping) {
                ChangeComparison.Compared compared = compareOnce(mailbox);
                counters.dropped(compared.dropped());
                offer(compared.claimed());
                more = compared.more();
            }
        } catch (StoreException e) {
            LOG.debug("The changes of mailbox {} could not be compared; the scan finds them", mailbox, e);
        } catch (RuntimeException e) {
            LOG.warn("The changes of mailbox {} could not be compared; the scan finds them", mailbox, e);
        }
    }

    private ChangeComparison.Compared compareOnce(MailboxId mailbox) {
        Instant now = subscriptions.now();
        Function<String, ChangeComparison.Admission> admission = endpoint -> claimed.get() >= MAX_CLAIMED
                ? new ChangeComparison.Admission.Later(now)
                : lane(endpoint).admission(now);
        return subscriptions.database().write(sql -> subscriptions.comparison().compare(sql, mailbox, admission));
    }

    private EndpointLane lane(String endpoint) {
        return lanes.computeIfAbsent(endpoint, _ -> new EndpointLane());
    }

    private void offer(List<Notification> some) {
        claimed.addAndGet(some.size());
        var byEndpoint = new LinkedHashMap<String, List<Notification>>();
        some.forEach(one -> byEndpoint
                .computeIfAbsent(one.endpoint(), _ -> new ArrayList<>())
                .add(one));
        byEndpoint.forEach((endpoint, all) -> {
            EndpointLane lane = lane(endpoint);
            if (lane.offer(all)) {
                running.incrementAndGet();
                requests.execute(() -> sendAll(lane));
            }
        });
    }

    private void sendAll(EndpointLane lane) {
        try {
            for (List<Notification> batch = lane.next(); !batch.isEmpty(); batch = lane.next()) {
                try {
                    send(lane, batch);
                } catch (StoreException e) {
                    LOG.warn("The outcome of {} notifications could not be stored; they are sent again", batch.size());
                } catch (RuntimeException e) {
                    LOG.warn("{} notifications could not be sent; they are sent again", batch.size(), e);
                } finally {
                    claimed.addAndGet(-batch.size());
                }
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private void send(EndpointLane lane, List<Notification> batch) {
        Instant begun = subscriptions.now();
        // another node may claim what has waited here for too long
        List<Notification> safe = batch.stream()
                .filter(one -> begun.plus(MARGIN).isBefore(one.leaseUntil()))
                .toList();
        if (safe.isEmpty()) {
            return;
        }
        Sent sent = sender.send(safe.getFirst().url(), safe);
        Instant now = subscriptions.now();
        if (sent.reaction() != Reaction.NONE) {
            lane.reacted(now, sent.sent().size(), sent.reaction(), sent.took().compareTo(slow) > 0);
        }
        settle(lane, sent, now);
        for (Subscription ended : sent.ended()) {
            subscriptions.end(ended);
            counters.ended();
            LOG.info("Subscription {} of application {} has ended: no access any more", ended.id(), ended.app());
        }
    }

    private void settle(EndpointLane lane, Sent sent, Instant now) {
        var finished = new ArrayList<>(sent.obsolete());
        var dropped = new ArrayList<Notification>();
        var later = new ArrayList<Notification>();
        var again = new TreeMap<Instant, List<Notification>>();
        if (sent.reaction() == Reaction.ACCEPTED) {
            finished.addAll(sent.sent());
            counters.sent(sent.sent().size());
        } else {
            counters.failed(sent.sent().size());
            later.addAll(sent.sent());
        }
        later.addAll(sent.postponed());
        for (Notification one : later) {
            Instant next = RetrySchedule.next(one.created(), one.attempts(), now);
            if (next == null) {
                dropped.add(one);
            } else {
                Instant due = lane.isThrottled(now) ? now.plus(SlowWindow.LENGTH) : next;
                again.computeIfAbsent(due, _ -> new ArrayList<>()).add(one);
            }
        }
        counters.dropped(dropped.size());
        NotificationRows rows = subscriptions.notifications();
        subscriptions.database().write(sql -> {
            rows.done(sql, finished);
            rows.drop(sql, dropped);
            again.forEach((due, some) -> rows.release(sql, some, due));
            return true;
        });
    }

    /** Finds what this node did not see: changes of other nodes, and notifications that are due. */
    private void scan() {
        SubscriptionScan scan = subscriptions.scan();
        scan.changed(MAX_MAILBOXES).forEach(this::compare);
        Instant now = subscriptions.now();
        for (String endpoint : scan.endpoints(now, MAX_ENDPOINTS)) {
            int room = Math.min(lane(endpoint).room(now), MAX_CLAIMED - claimed.get());
            if (room > 0 && !stopping) {
                List<SubscriptionScan.Key> due = scan.due(endpoint, now, room);
                offer(subscriptions
                        .database()
                        .write(sql -> subscriptions.notifications().claim(sql, due)));
            }
        }
        lanes.values().removeIf(lane -> lane.isIdle(now));
    }

    /** Waits for the requests in progress and releases the other claims. */
    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            for (EndpointLane lane : lanes.values()) {
                List<Notification> left = lane.drain();
                if (!left.isEmpty()) {
                    subscriptions.database().write(sql -> {
                        subscriptions.notifications().release(sql, left, subscriptions.now());
                        return true;
                    });
                }
            }
            for (int i = 0; i < 100 && running.get() > 0; i++) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.debug("Claims on notifications could not be released; they expire", e);
        }
    }
}
