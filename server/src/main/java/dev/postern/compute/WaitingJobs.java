package dev.postern.compute;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue of jobs that wait for a thread and for their declared memory, smallest first. Running jobs together never use
 * more than the available memory. Thread-safe.
 */
final class WaitingJobs<J extends WaitingJobs.Sized & Comparable<? super J>> {
    private final PriorityQueue<J> queue = new PriorityQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long free;

    interface Sized {
        /** Bytes reserved while it runs; at most the total of the pool. */
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

    /** Waits for the first job and its memory. A smaller job that arrives in the meantime goes first. */
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

    /** Releases the memory of a job. */
    void done(J job) {
        lock.lock();
        try {
            free += job.memory();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes a job; returns whether it was still waiting. */
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

    /** Removes a job that will not run; null if none is waiting. */
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
