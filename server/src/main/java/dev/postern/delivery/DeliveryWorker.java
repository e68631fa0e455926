package dev.postern.delivery;

import dev.postern.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes the queue: jobs that this node has just accepted immediately, other jobs when they are due. Without {@link #start} it does
 * nothing until a test calls {@link #sweep} and {@link #work}.
 */
final class DeliveryWorker {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final int MAX_READY_JOBS = 1024;
    private static final int THREADS = 8;
    /** A longer transaction would delay other users of its mailboxes. */
    private static final int MAX_JOINT_JOBS = 64;

    private static final Duration POLL = Duration.ofSeconds(1);
    /** Of a meeting message that waits for an earlier one. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final OutboundQueue queue;
    private final QueueScan all;
    private final Deliverer deliverer;
    private final JointDelivery joint;
    private final DeliveryCounters counters;
    private final BlockingQueue<Job> ready = new LinkedBlockingQueue<>(MAX_READY_JOBS);
    /**
     * Limits concurrent groups, so that jobs that become ready in the meantime form the next group, and connections remain available to
     * requests.
     */
    private final Semaphore turns = new Semaphore(2);

    private final List<Thread> threads = new ArrayList<>();
    /** The threads that wait for a job: these are interrupted at the end, and no others. */
    private final Set<Thread> waiting = new HashSet<>();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    DeliveryWorker(
            OutboundQueue queue, QueueScan all, Deliverer deliverer, JointDelivery joint, DeliveryCounters counters) {
        this.queue = queue;
        this.all = all;
        this.deliverer = deliverer;
        this.joint = joint;
        this.counters = counters;
    }

    /** Adds a job that this node has claimed. If the queue in memory is full, the claim expires and a sweep finds the job. */
    void offer(Job job) {
        if (!ready.offer(job)) {
            LOG.debug("The queue in memory is full; {} is left to the sweep", job.submission());
        }
    }

    /** Claims the due jobs and returns how many. */
    int sweep() {
        int claimed = 0;
        for (QueueScan.Key key : all.due(queue.now(), Math.max(1, ready.remainingCapacity() / 2))) {
            Job job = queue.claim(key.mailbox(), key.submission());
            if (job != null) {
                offer(job);
                claimed++;
            }
        }
        return claimed;
    }

    /** Runs one ready job; returns false if there is none. */
    boolean work() {
        Job job = ready.poll();
        if (job == null) {
            return false;
        }
        work(job);
        return true;
    }

    /** Runs the ready jobs, together where possible, and returns their number. */
    int workTogether() {
        Job first = ready.poll();
        return first == null ? 0 : workTogether(first);
    }

    private int workTogether(Job first) {
        var jobs = new ArrayList<Job>();
        jobs.add(first);
        List<Job> claimed;
        List<Job> left;
        turns.acquireUninterruptibly();
        try {
            ready.drainTo(jobs, MAX_JOINT_JOBS - 1);
            claimed = jobs.stream().filter(job -> !mayBeLost(job)).toList();
            left = joint.deliver(claimed);
        } finally {
            turns.release();
        }
        jobs.stream()
                .filter(job -> left.contains(job) || !claimed.contains(job))
                .forEach(this::work);
        return jobs.size();
    }

    /** Returns whether the claim may have expired while the job waited here. Another node may then have claimed or finished it. */
    private boolean mayBeLost(Job job) {
        return queue.now().plus(MARGIN).isAfter(job.leaseUntil());
    }

    private void work(Job job) {
        try {
            if (mayBeLost(job) && !queue.renew(job)) {
                return;
            }
            if (queue.mustWait(job)) {
                queue.release(job, queue.now().plus(PAUSE), null);
                return;
            }
            deliverer.deliver(job);
        } catch (RuntimeException e) {
            counters.retry();
            LOG.warn("Delivery of {} failed; it will be retried", job.submission(), e);
            release(job, e.toString());
        }
    }

    private void release(Job job, @Nullable String problem) {
        try {
            Duration pause = problem == null ? Duration.ZERO : Backoff.after(job.attempts());
            queue.release(job, queue.now().plus(pause), problem);
        } catch (StoreException e) {
            LOG.warn("The lease of {} could not be released; it will expire", job.submission(), e);
        }
    }

    void start() {
        threads.add(Thread.ofVirtual().name("delivery-sweep").start(this::sweepOften));
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().name("delivery-" + i).start(this::workOn));
        }
    }

    private void sweepOften() {
        while (!stopping) {
            try {
                sweep();
            } catch (StoreException e) {
                LOG.debug("The queue could not be scanned; retrying", e);
            } catch (RuntimeException e) {
                LOG.warn("The queue could not be scanned; retrying", e);
            }
            try {
                var _ = stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void workOn() {
        while (!stopping) {
            try {
                Job job = next();
                if (job != null) {
                    workTogether(job);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private @Nullable Job next() throws InterruptedException {
        Thread self = Thread.currentThread();
        synchronized (waiting) {
            if (stopping) {
                return null;
            }
            waiting.add(self);
        }
        try {
            return ready.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            synchronized (waiting) {
                waiting.remove(self);
                // of an interrupt that came too late: the job is done
                var _ = Thread.interrupted();
            }
        }
    }

    /** Waits for the jobs in progress and releases the claims on the others. */
    void stop() {
        synchronized (waiting) {
            stopping = true;
            waiting.forEach(Thread::interrupt);
        }
        stopped.countDown();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Job job = ready.poll(); job != null; job = ready.poll()) {
            release(job, null);
        }
    }
}
