package dev.postern.outbound;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Limits the concurrent calls: in total and per group, so that one group cannot take all. */
final class Slots {
    private final int max;
    private final int maxPerGroup;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Slots(int max, int maxPerGroup) {
        this.max = max;
        this.maxPerGroup = maxPerGroup;
    }

    /** Waits for a slot. Returns false if none became free in time. */
    boolean take(String group, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (all >= max || taken.getOrDefault(group, 0) >= maxPerGroup) {
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
