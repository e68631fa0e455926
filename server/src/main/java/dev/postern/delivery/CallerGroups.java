package dev.postern.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets callers who want the same lock share one transaction: while the work of some is under way, those who come wait, and the first of them
 * then does the work of all. Without others a caller does its own at once. In the order in which they came. Thread-safe.
 *
 * @param <K> what they would wait for one after the other
 * @param <U> what each wants done
 */
final class CallerGroups<K, U> {
    /** As in the writer of SQLite, a bound on how long a transaction becomes. */
    static final int MOST = 64;

    private final ConcurrentHashMap<K, Deque<Member<U>>> waiting = new ConcurrentHashMap<>();
    private final Work<U> work;

    CallerGroups(Work<U> work) {
        this.work = work;
    }

    /** Does what all members of a group want, and tells each of them what became of it. What it throws becomes the outcome of all. */
    @FunctionalInterface
    interface Work<U> {
        void run(List<Member<U>> group);
    }

    /** What became of the work of one member. */
    sealed interface Outcome {
        record Done() implements Outcome {}

        /** Nothing was done of it; its caller is to do it without the others. */
        record Alone() implements Outcome {}

        record Failed(Throwable why) implements Outcome {}
    }

    /** A caller that waits. */
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
    }

    /** Has it done, by this thread or another. */
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

    /** How many wait for a turn. */
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
                while (!line.isEmpty() && group.size() < MOST) {
                    group.add(line.remove());
                }
                return present;
            });
            work.run(group);
        } catch (RuntimeException | Error e) {
            group.forEach(member -> member.set(new Outcome.Failed(e)));
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
