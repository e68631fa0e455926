package dev.postern.outbound;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Limits the concurrent calls: in total and per group, so that one group cannot take all. */
final class Slots {
    private final int most;
    private final int mostOfOne;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Slots(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Waits for a slot. Returns false if none became free in time. */
    boolean take(String group, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (all >= most || taken.getOrDefault(group, 0) >= mostOfOne) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            all++;
            taken.merge(group, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release(String group) {
        lock.lock();
        try {
            all--;
            taken.computeIfPresent(group, (name, count) -> count == 1 ? null : count - 1);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
