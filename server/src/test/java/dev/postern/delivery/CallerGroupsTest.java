package dev.postern.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.delivery.CallerGroups.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The work of waiting callers is done together, once, and in order. */
class CallerGroupsTest {
    private final List<List<Integer>> served = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch hold = new CountDownLatch(1);
    private volatile boolean blocked;

    private CallerGroups<String, Integer> groups(CallerGroups.Work<Integer> then) {
        return new CallerGroups<>(group -> {
            List<Integer> units = group.stream().map(CallerGroups.Member::unit).toList();
            if (units.contains(0)) {
                blocked = true;
                await(hold);
            }
            served.add(units);
            then.run(group);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The work of the first is in progress when the others arrive, one after the other. */
    private List<Future<Outcome>> join(CallerGroups<String, Integer> groups, ExecutorService threads, int callers) {
        var outcomes = new ArrayList<Future<Outcome>>();
        for (int i = 0; i < callers; i++) {
            int unit = i;
            outcomes.add(threads.submit(() -> groups.join("key", unit)));
            while (unit == 0 ? !blocked : groups.waiting("key") < unit) {
                Thread.onSpinWait();
            }
        }
        hold.countDown();
        return outcomes;
    }

    @Test
    void aFailureAfterTheWorkDoesNotUndoItsOutcome() {
        hold.countDown();
        var groups = groups(group -> {
            group.forEach(member -> member.set(new Outcome.Done()));
            throw new IllegalStateException("after the commit");
        });
        assertInstanceOf(Outcome.Done.class, groups.join("key", 1));
    }

    @Test
    void callersThatWaitAreServedTogether() throws Exception {
        var groups = groups(group -> group.forEach(member -> member.set(new Outcome.Done())));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Outcome> outcome : join(groups, threads, 200)) {
                assertInstanceOf(Outcome.Done.class, outcome.get());
            }
        }
        assertEquals(List.of(0), served.getFirst());
        assertEquals(
                IntStream.range(0, 200).boxed().toList(),
                served.stream().flatMap(List::stream).toList());
        assertTrue(served.stream().allMatch(group -> group.size() <= CallerGroups.MAX_SUBMISSIONS));
        assertEquals(1 + Math.ceilDiv(199, CallerGroups.MAX_SUBMISSIONS), served.size());
        assertEquals(0, groups.waiting("key"));
    }

    @Test
    void eachGetsItsOwnOutcome() throws Exception {
        var groups = groups(group -> group.forEach(member -> {
            if (member.unit() % 3 == 0) {
                member.set(new Outcome.Done());
            }
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = join(groups, threads, 9);
            for (int i = 0; i < 9; i++) {
                assertEquals(
                        i % 3 == 0 ? new Outcome.Done() : new Outcome.Alone(),
                        outcomes.get(i).get());
            }
        }
    }

    @Test
    void aFailedGroupDoesNotAffectTheNext() throws Exception {
        var groups = groups(group -> {
            if (group.getFirst().unit() == 0) {
                throw new IllegalStateException("planned");
            }
            group.forEach(member -> member.set(new Outcome.Done()));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = join(groups, threads, 5);
            assertInstanceOf(Outcome.Failed.class, outcomes.getFirst().get());
            for (Future<Outcome> outcome : outcomes.subList(1, 5)) {
                assertInstanceOf(Outcome.Done.class, outcome.get());
            }
        }
    }

    @Test
    void callersOfOtherKeysDoNotWait() {
        var groups = groups(group -> group.forEach(member -> member.set(new Outcome.Done())));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> blocked = threads.submit(() -> groups.join("other", 0));
            assertInstanceOf(Outcome.Done.class, groups.join("key", 1));
            hold.countDown();
            assertInstanceOf(Outcome.Done.class, get(blocked));
        }
    }

    private static Outcome get(Future<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
