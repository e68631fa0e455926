package dev.postern.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets callers that need the same lock share one transaction. Callers that arrive while a group is running wait; the first of them then
 * does the work of all waiting callers, in the order of arrival. If no group is running, a caller does its own work immediately.
 * Thread-safe.
 *
 * @param <K> identifies the lock
 * @param <U> the work of one caller
 */
final class CallerGroups<K, U> {
    /** Bounds the length of a transaction. */
    static final int MAX_SUBMISSIONS = 64;

    private final ConcurrentHashMap<K, Deque<Member<U>>> waiting = new ConcurrentHashMap<>();
    private final Work<U> work;

    CallerGroups(Work<U> work) {
        this.work = work;
    }

    /**
     * Does the work of all members of a group and sets the outcome of each. An exception becomes the outcome of the members without one.
     */
    @FunctionalInterface
    interface Work<U> {
        void run(List<Member<U>> group);
    }

    /** The result for one member. */
    sealed interface Outcome {
        record Done() implements Outcome {}

        /** Nothing was done; the caller must do it alone. */
        record Alone() implements Outcome {}

        record Failed(Throwable why) implements Outcome {}
    }

    /** A caller in a group. */
    static final class Member<U> {
        private final U unit;
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
        private volatile Outcome outcome = new Outcome.Alone();

        private Member(U unit) {
            this.unit = unit;
        }

        U unit() {
            return unit;
        }

        /** {@link Outcome.Alone} if it is not set. */
        void set(Outcome of) {
            outcome = of;
        }

        /** An existing outcome is kept: the caller must not repeat work that was done. */
        private void fail(Throwable why) {
            if (!(outcome instanceof Outcome.Done)) {
                outcome = new Outcome.Failed(why);
            }
        }
    }

    /** Returns when the work was done, by this thread or another. */
    Outcome join(K key, U unit) {
        Member<U> self = new Member<>(unit);
        Deque<Member<U>> line = waiting.compute(key, (_, present) -> {
            Deque<Member<U>> queue = present == null ? new ArrayDeque<>() : present;
            queue.add(self);
            if (present == null) {
                self.turn.complete(true);
            }
            return queue;
        });
        boolean leads = self.turn.join();
        if (leads) {
            lead(key, line);
        }
        return self.outcome;
    }

    /** Returns the number of waiting callers. */
    int waiting(K key) {
        int[] count = {0};
        waiting.computeIfPresent(key, (_, line) -> {
            count[0] = line.size();
            return line;
        });
        return count[0];
    }

    private void lead(K key, Deque<Member<U>> line) {
        var group = new ArrayList<Member<U>>();
        try {
            waiting.compute(key, (_, present) -> {
                while (!line.isEmpty() && group.size() < MAX_SUBMISSIONS) {
                    group.add(line.remove());
                }
                return present;
            });
            work.run(group);
        } catch (RuntimeException | Error e) {
            group.forEach(member -> member.fail(e));
        } finally {
            waiting.compute(key, (_, _) -> {
                Member<U> next = line.peek();
                if (next == null) {
                    return null;
                }
                next.turn.complete(true);
                return line;
            });
            group.forEach(member -> member.turn.complete(false));
        }
    }
}
