package dev.postern.compute;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for a thread and for the memory that it declared; the smallest comes first. What is under way together never has more
 * memory than there is. Thread-safe.
 */
final class WaitingJobs<J extends WaitingJobs.Sized & Comparable<? super J>> {
    private final PriorityQueue<J> queue = new PriorityQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long free;

    interface Sized {
        /** Bytes it has from when it is taken until it is done; no more than there are. */
        long memory();
    }

    WaitingJobs(long memory) {
        this.free = memory;
    }

    void add(J job) {
        lock.lock();
        try {
            queue.add(job);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first job and for its memory. A smaller one that comes meanwhile goes before it. */
    J take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                J first = queue.peek();
                if (first != null && first.memory() <= free) {
                    queue.remove();
                    free -= first.memory();
                    return first;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the memory of a job that was taken. */
    void done(J job) {
        lock.lock();
        try {
            free += job.memory();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was still waiting. */
    boolean remove(J job) {
        lock.lock();
        try {
            boolean waited = queue.remove(job);
            changed.signalAll();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** A job that will not be done; null when none waits. */
    @Nullable
    J poll() {
        lock.lock();
        try {
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
