package dev.postern.subscription;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.ChangeSignal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The mailboxes with recorded changes that this node has committed and not compared yet. Thread-safe. */
public final class ChangedMailboxes implements ChangeSignal {
    /** Beyond it, the scan finds the mailboxes. */
    private static final int MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<MailboxId> waiting = new LinkedHashSet<>();

    @Override
    public void recorded(MailboxId mailbox) {
        lock.lock();
        try {
            if (waiting.size() < MAX) {
                waiting.add(mailbox);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for at least one and returns a few; empty if none came in time. */
    List<MailboxId> take(long millis, int max) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return drain(max);
        } finally {
            lock.unlock();
        }
    }

    /** Those that wait now. */
    List<MailboxId> takeNow() {
        lock.lock();
        try {
            return drain(MAX);
        } finally {
            lock.unlock();
        }
    }

    private List<MailboxId> drain(int max) {
        List<MailboxId> some = new ArrayList<>();
        var all = waiting.iterator();
        while (all.hasNext() && some.size() < max) {
            some.add(all.next());
            all.remove();
        }
        return some;
    }
}
